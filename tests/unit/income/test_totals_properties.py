"""What must hold of every account whatsoever; each property is shown to notice a reckoning that is broken."""

from dataclasses import replace

from hypothesis import strategies as st

from unit.income.drawn_accounts import accounts, answered_lines, holds, notices
from xinlu.income.answers import Answer, AnsweredLine
from xinlu.income.kinds import Source
from xinlu.income.totals import Side, reckon, standing


def figures_of(account, reckoning=reckon):
    return reckoning(account.lines, heads=account.heads, rules=account.rules)


def order_changes_nothing(reckoning):
    def check(account, random):
        shuffled = list(account.lines)
        random.shuffle(shuffled)
        assert figures_of(account, reckoning) == figures_of(replace(account, lines=tuple(shuffled)), reckoning)

    return check


def test_the_order_of_lines_changes_no_fen():
    holds(order_changes_nothing(reckon), accounts(), st.randoms(use_true_random=False))


def test_a_reckoning_that_rounds_as_it_goes_is_noticed_by_the_order():
    def rounding_as_it_goes(lines, **said):
        running = 0
        for each in lines:
            running = round((running + each.line.net_fen) / 100) * 100
        return replace(reckon(lines, **said), claimed_fen=running)

    notices(order_changes_nothing(rounding_as_it_goes), accounts(), st.randoms(use_true_random=False))


def as_the_design_says(reckoning):
    """Claimed, low and high by the sentence of the design, one condition a line, apart from the code under test."""

    def check(account):
        claimed = low = high = 0
        for each in account.lines:
            code, source = each.line.kind.code, each.line.kind.source
            if source is Source.RIGID_SPENDING or account.rules.get(code) is False:
                continue
            income, cost = each.line.income_fen, each.line.cost_fen
            claimed += income - cost
            if each.state is Answer.RECOGNISED:
                low, high = low + income - cost, high + income - cost
            elif each.own_fen is not None:
                low, high = low + each.own_fen, high + each.own_fen
            else:
                low, high = low - cost, high + income
        figures = figures_of(account, reckoning)
        assert (figures.claimed_fen, figures.recognised_low_fen, figures.recognised_high_fen) == (claimed, low, high)

    return check


def test_the_three_totals_are_those_of_the_design():
    holds(as_the_design_says(reckon), accounts())


def test_a_reckoning_that_overlooks_the_households_own_figure_is_noticed():
    def deaf(lines, **said):
        return reckon([AnsweredLine(each.line, each.state) for each in lines], **said)

    notices(as_the_design_says(deaf), accounts())


def width(figures):
    return figures.recognised_high_fen - figures.recognised_low_fen


def rigid_width(figures):
    return figures.rigid_high_fen - figures.rigid_low_fen


def answering_never_widens(reckoning):
    def check(account, line, answer):
        before = figures_of(replace(account, lines=(*account.lines, line)), reckoning)
        answered = AnsweredLine(line.line, answer.state, answer.own_fen)
        after = figures_of(replace(account, lines=(*account.lines, answered)), reckoning)
        assert width(after) <= width(before)
        assert rigid_width(after) <= rigid_width(before)
        if answer.state is Answer.RECOGNISED:
            assert before.recognised_low_fen <= after.recognised_low_fen
            assert after.recognised_high_fen <= before.recognised_high_fen
            assert before.rigid_low_fen <= after.rigid_low_fen <= after.rigid_high_fen <= before.rigid_high_fen

    return check


UNANSWERED = answered_lines(states=(Answer.UNANSWERED,))
ANSWERED = answered_lines(states=(Answer.RECOGNISED, Answer.CONTESTED))


def test_answering_a_line_never_widens_the_bounds_and_recognising_it_nests_them():
    holds(answering_never_widens(reckon), accounts(), UNANSWERED, ANSWERED)


def test_a_reckoning_that_doubts_what_was_answered_is_noticed():
    def doubting(lines, **said):
        swapped = {Answer.RECOGNISED: Answer.UNANSWERED, Answer.UNANSWERED: Answer.RECOGNISED}
        return reckon(
            [AnsweredLine(each.line, swapped[each.state]) if each.state in swapped else each for each in lines], **said
        )

    notices(answering_never_widens(doubting), accounts(), UNANSWERED, ANSWERED)


def test_a_low_bound_that_overlooks_unanswered_costs_does_not_nest():
    def hopeful(lines, **said):
        unsaid = sum(
            each.line.cost_fen
            for each in lines
            if each.state is Answer.UNANSWERED
            and each.line.kind.source is not Source.RIGID_SPENDING
            and said["rules"].get(each.line.kind.code, True)
        )
        figures = reckon(lines, **said)
        return replace(figures, recognised_low_fen=figures.recognised_low_fen + unsaid)

    notices(answering_never_widens(hopeful), accounts(), UNANSWERED, ANSWERED)


def sources_add_up(reckoning):
    def check(account):
        figures = figures_of(account, reckoning)
        assert sum(each.claimed_fen for each in figures.sources) == figures.claimed_fen
        assert sum(each.recognised_low_fen for each in figures.sources) == figures.recognised_low_fen
        assert sum(each.recognised_high_fen for each in figures.sources) == figures.recognised_high_fen
        rigid = sum(each.line.kind.source is Source.RIGID_SPENDING for each in account.lines)
        assert sum(each.lines for each in figures.sources) + len(figures.left_out) + rigid == figures.lines
        everything = figures.claimed_fen + sum(out.claimed_fen for out in figures.left_out) - figures.rigid_claimed_fen
        assert everything == sum(each.line.net_fen for each in account.lines)

    return check


def test_the_sources_add_up_to_the_total_and_no_line_is_lost():
    holds(sources_add_up(reckon), accounts())


def test_a_reckoning_that_forgets_production_costs_is_noticed():
    def forgetful(lines, **said):
        figures = reckon(lines, **said)
        kept = tuple(each for each in figures.sources if each.source is not Source.PRODUCTION_COST)
        return replace(figures, sources=kept)

    notices(sources_add_up(forgetful), accounts())


def settled_when_all_is_answered(reckoning):
    def check(account):
        figures = figures_of(account, reckoning)
        assert figures.recognised_low_fen == figures.recognised_high_fen
        assert figures.rigid_low_fen == figures.rigid_high_fen
        assert figures.lines_unanswered == 0

    return check


FULLY_ANSWERED = accounts(states=(Answer.RECOGNISED, Answer.CONTESTED), figure_missing=False)


def test_low_and_high_meet_once_every_line_is_answered():
    holds(settled_when_all_is_answered(reckon), FULLY_ANSWERED)


def test_a_reckoning_that_never_believes_the_household_is_noticed():
    def unbelieving(lines, **said):
        return reckon([AnsweredLine(each.line, Answer.UNANSWERED) for each in lines], **said)

    notices(settled_when_all_is_answered(unbelieving), FULLY_ANSWERED)


def claimed_lies_within(reckoning):
    def check(account):
        figures = figures_of(account, reckoning)
        assert figures.recognised_low_fen <= figures.claimed_fen <= figures.recognised_high_fen
        assert figures.recognised_low_head_fen <= figures.claimed_head_fen <= figures.recognised_high_head_fen
        assert figures.rigid_low_fen <= figures.rigid_claimed_fen <= figures.rigid_high_fen

    return check


UNCONTESTED = accounts(states=(Answer.RECOGNISED, Answer.UNANSWERED))


def test_what_is_claimed_lies_within_the_bounds_while_nothing_is_contested():
    holds(claimed_lies_within(reckon), UNCONTESTED)


def test_a_reckoning_that_takes_silence_for_no_is_noticed():
    def silence_is_no(lines, **said):
        return reckon(
            [
                AnsweredLine(each.line, Answer.CONTESTED, 0) if each.state is Answer.UNANSWERED else each
                for each in lines
            ],
            **said,
        )

    notices(claimed_lies_within(silence_is_no), UNCONTESTED)


def a_settled_side_stays(side_of):
    """Once a household counts as above or below, no recognition of what is still open moves it to the other side."""

    def check(account, line_fen):
        before = side_of(figures_of(account), line_fen)
        everything_right = tuple(AnsweredLine(each.line, Answer.RECOGNISED) for each in account.lines)
        after = side_of(figures_of(replace(account, lines=everything_right)), line_fen)
        assert after is not Side.UNANSWERED
        assert before in (after, Side.UNANSWERED)

    return check


LINES = st.integers(-500_000, 2_000_000)


def test_a_side_once_recognised_is_not_lost_by_further_recognition():
    holds(a_settled_side_stays(lambda figures, line: standing(figures, line_fen=line).recognised), UNCONTESTED, LINES)


def test_a_standing_that_takes_the_low_bound_for_the_whole_truth_is_noticed():
    def hasty(figures, line_fen):
        return Side.ABOVE if figures.recognised_low_head_fen >= line_fen else Side.BELOW

    notices(a_settled_side_stays(hasty), UNCONTESTED, LINES)
