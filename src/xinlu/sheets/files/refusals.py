"""Why a file cannot be read, in words that say what to do. Codes begin with "sheet."."""

from __future__ import annotations

from xinlu.kernel.errors import Refusal
from xinlu.kernel.words import Words
from xinlu.sheets.files import limits

NOTHING_READ = Words("什么也没有读入。", "Nothing was read.")
_SAVE_ANEW = Words(
    "请在表格软件（WPS 或 Excel）里打开，用“另存为”存成 .xlsx，再传一次",
    "Open it in the spreadsheet program (WPS or Excel), save it as .xlsx, and send that",
)
_SPLIT = Words(
    "请按乡镇或按年份分成几个文件，一个一个传",
    "Split it into several files, by township or by year, and send them one by one",
)

TOO_WIDE_SPREAD = "sheet.too_wide_spread"

KINDS = {
    "pdf": Words("PDF 文件", "a PDF"),
    "picture": Words("图片", "a picture"),
    "word": Words("Word 文档", "a Word document"),
    "slides": Words("演示文稿", "a slide show"),
    "archive": Words("压缩包", "an archive"),
    "old_excel": Words("三十年前的旧版 Excel 文件", "an Excel file of thirty years ago"),
    "binary_excel": Words("二进制格式（.xlsb）的 Excel 文件", "an Excel file in its binary form (.xlsb)"),
    "open_text": Words("文字文档", "a text document"),
    "unknown": Words("认不出来的文件", "no file that is known here"),
}
_WHAT_TO_DO = {
    "pdf": Words("请找做这份 PDF 的原表格文件来传", "Send the spreadsheet that the PDF was made from"),
    "picture": Words(
        "请找原来的表格文件来传，照片里的表读不了", "Send the spreadsheet itself: a table in a picture cannot be read"
    ),
    "word": Words(
        "请把里面的表格复制到表格软件里，存成 .xlsx 再传",
        "Copy its table into a spreadsheet program, save that as .xlsx and send it",
    ),
    "archive": Words(
        "请先解压，再把里面的表格一个一个传", "Unpack it first and send the spreadsheets in it one by one"
    ),
}
_WHAT_TO_DO["slides"] = _WHAT_TO_DO["open_text"] = _WHAT_TO_DO["word"]


def other_kind(kind: str) -> Refusal:
    """The file is no spreadsheet; `kind` is a key of KINDS."""
    return _refusal(
        "sheet.other_kind",
        Words(
            "这个文件不是能读的表格，而是{kind}（看的是内容，不是文件名）",
            "This file is not a spreadsheet that can be read but {kind} (told by its content, not by its name)",
        ).filled(kind=KINDS[kind]),
        _WHAT_TO_DO.get(kind, _SAVE_ANEW),
    )


def web_page() -> Refusal:
    """A web page or an XML table that carries the name of a workbook, as many office systems write them."""
    return _refusal(
        "sheet.web_page",
        Words(
            "这个文件名字像表格，里面其实是网页（不少业务系统导出的 .xls 就是这样）",
            "This file is named like a workbook but is a web page inside (many office systems export such .xls files)",
        ),
        _SAVE_ANEW,
    )


def empty_file() -> Refusal:
    """The file has no bytes."""
    return _refusal(
        "sheet.empty_file",
        Words(
            "这个文件是空的（0 字节），多半是没有复制完或没有传完",
            "This file is empty (0 bytes); most likely the copying or sending was cut short",
        ),
        Words("请重新复制一份再传", "Copy it again and send that"),
    )


def no_file() -> Refusal:
    """There is nothing of that name, or a folder or device."""
    return _refusal(
        "sheet.no_file",
        Words(
            "这里没有可读的文件（也许是文件夹，或者文件已经移走）",
            "There is no file to read here (it may be a folder, or the file was moved)",
        ),
        Words("请选一个表格文件", "Choose a spreadsheet file"),
    )


def not_permitted() -> Refusal:
    """The operating system does not let this program read the file."""
    return _refusal(
        "sheet.not_permitted",
        Words(
            "这个文件不让本程序读（没有读的权限，或者正被别的程序锁住）",
            "This program is not allowed to read the file (no permission, or another program holds it)",
        ),
        Words(
            "请关掉正打开它的程序，或者复制一份再传", "Close the program that has it open, or make a copy and send that"
        ),
    )


def truncated() -> Refusal:
    """The file ends before its end."""
    return _refusal(
        "sheet.truncated",
        Words(
            "这个文件不完整，后面缺了一截，多半是没有复制完或没有传完",
            "This file is not whole: its end is missing; most likely the copying or sending was cut short",
        ),
        Words(
            "请从原处重新复制一份，先在表格软件里打开看看，再传",
            "Copy it again from where it came, see that the spreadsheet program opens it, and send that",
        ),
    )


def damaged(where: str = "") -> Refusal:
    """The file, or its sheet `where`, says something that makes no sense."""
    what = (
        _in_sheet(where, "这张表的内容已经损坏，读不通", "its content is damaged and makes no sense")
        if where
        else Words("这个文件已经损坏，读不通", "This file is damaged and makes no sense")
    )
    return _refusal("sheet.damaged", what, _SAVE_ANEW)


def password() -> Refusal:
    """The file is locked with a password."""
    return _refusal(
        "sheet.password",
        Words(
            "这个文件设了打开密码，没有密码读不了，本程序也不该知道密码",
            "This file is locked with a password; it cannot be read without it, and this program should not know it",
        ),
        Words(
            "请在表格软件里打开，去掉密码另存为 .xlsx，再传",
            "Open it in the spreadsheet program, save it as .xlsx without the password, and send that",
        ),
    )


def bomb() -> Refusal:
    """A part of the file unpacks to far more than any table holds."""
    return _refusal(
        "sheet.bomb",
        Words(
            "这个文件很小，展开来却大得不正常，不像表格，倒像是专门用来把机器撑坏的",
            "This file is small but unpacks to an abnormal size: it looks like something made to harm, not a table",
        ),
        Words(
            "请问清楚文件从哪里来；要是真的表格，在表格软件里打开，另存为 .xlsx 再传",
            "Ask where it came from; if it is a real table, save it anew as .xlsx in the spreadsheet program and send that",
        ),
    )


def too_large() -> Refusal:
    """The file holds more bytes than are read."""
    return _refusal(
        "sheet.too_large",
        Words(
            "这个文件太大，展开后超过 {gigabytes} GB", "This file is too large: unpacked it passes {gigabytes} GB"
        ).filled(gigabytes=limits.INFLATED_BYTES / 10**9),
        _SPLIT,
    )


def too_many_rows(sheet: str, row: int) -> Refusal:
    """The sheet goes on below the last row that is read; `row` is where it was noticed."""
    return _refusal(
        "sheet.too_many_rows",
        _in_sheet(
            sheet,
            f"第 {row:,} 行还有内容，一张表最多读到第 {limits.ROWS:,} 行",
            f"there is something as far down as row {row:,}, and at most {limits.ROWS:,} rows of a sheet are read",
        ),
        Words(
            "要是那里只是误填的一格，请把它所在的整行删掉再存；要是真有这么多，请按乡镇或按年份分成几个文件",
            "If that is one cell filled by mistake, delete its row and save; "
            "if there really are so many, split the file by township or by year",
        ),
    )


def too_many_columns(sheet: str, cell: str) -> Refusal:
    """The sheet goes on to the right of the last column that is read; `cell` is where it was noticed."""
    return _refusal(
        "sheet.too_many_columns",
        _in_sheet(
            sheet,
            f"{cell} 还有内容，一张表最多读 {limits.COLUMNS} 列",
            f"there is something as far right as {cell}, and at most {limits.COLUMNS} columns of a sheet are read",
        ),
        Words(
            "请把用不着的列删掉（误填的一格，删掉它所在的整列），存好再传",
            "Delete the columns not needed (for a cell filled by mistake, its whole column), save and send it again",
        ),
    )


def too_wide_spread(sheet: str, rows: int, columns: int) -> Refusal:
    """The rectangle that the sheet fills, empty cells included, is larger than is read."""
    return _refusal(
        TOO_WIDE_SPREAD,
        _in_sheet(
            sheet,
            f"内容铺到 {rows:,} 行 × {columns:,} 列，合起来超过 {limits.CELLS:,} 格",
            f"it reaches over {rows:,} rows × {columns:,} columns, more than {limits.CELLS:,} cells in all",
        ),
        Words(
            "请把离得很远的误填的格删掉；要是真有这么多，请分成几个文件",
            "Delete cells filled by mistake far from the rest; if there really is so much, split the file",
        ),
    )


def too_many_merges(sheet: str) -> Refusal:
    """More merged ranges than are kept."""
    return _refusal(
        "sheet.too_many_merges",
        _in_sheet(
            sheet,
            f"合并的单元格超过 {limits.MERGES:,} 处",
            f"more than {limits.MERGES:,} ranges of cells are merged",
        ),
        _SPLIT,
    )


def too_many_broken(sheet: str) -> Refusal:
    """More formulas without a value than are named one by one."""
    return _refusal(
        "sheet.too_many_broken",
        _in_sheet(
            sheet,
            f"算不出来或没有算过的公式超过 {limits.BROKEN:,} 个",
            f"more than {limits.BROKEN:,} formulas are broken or were never reckoned",
        ),
        Words(
            "请在表格软件里打开，等它算完，存一次再传",
            "Open it in the spreadsheet program, let it reckon, save it and send that",
        ),
    )


def nothing() -> Refusal:
    """No sheet holds anything."""
    return _refusal(
        "sheet.nothing",
        Words("这个文件里每张表都是空的", "Every sheet of this file is empty"),
        Words("请看看是不是传错了文件", "See whether it is the right file"),
    )


def too_heavy() -> Refusal:
    """Reading took more memory than it may, or the machine ended it."""
    return _refusal(
        "sheet.too_heavy",
        Words("读这个文件要用的内存太多，已经停下", "Reading this file took too much memory, so it was stopped"),
        _SPLIT,
    )


def too_slow() -> Refusal:
    """Reading took more time than it may."""
    return _refusal(
        "sheet.too_slow",
        Words("读这个文件花的时间太长，已经停下", "Reading this file took too long, so it was stopped"),
        _SPLIT,
    )


def ended() -> Refusal:
    """The reading process ended before it had answered."""
    return _refusal(
        "sheet.ended",
        Words(
            "读这个文件的程序中途断了，多半是机器的内存不够",
            "The reading of this file broke off; most likely the machine ran short of memory",
        ),
        Words(
            "请过一会儿再传一次；要是又断，请按乡镇或按年份分成几个文件",
            "Send it again a little later; if it breaks off again, split it by township or by year",
        ),
    )


def not_text(line: int) -> Refusal:
    """A text file whose characters make no sense from `line` on."""
    return _refusal(
        "sheet.not_text",
        Words(
            f"这个文本表格从第 {line:,} 行起有认不出的字（能读的编码是 UTF-8、带标记的 UTF-16 和 GB18030）",
            f"From line {line:,} on this text file has characters that cannot be made out "
            "(UTF-8, UTF-16 with its mark and GB18030 can be read)",
        ),
        _SAVE_ANEW,
    )


def open_quote(row: int) -> Refusal:
    """A quotation mark that is opened in record `row` of a text file and never closed."""
    return _refusal(
        "sheet.open_quote",
        Words(
            f'第 {row:,} 行有一个英文引号（"）只有开头没有结尾，后面的行都被它吞了',
            f'In row {row:,} a quotation mark (") is opened and never closed, and swallows the rows after it',
        ),
        Words(
            "请改好那个引号，或者在表格软件里另存为 .xlsx，再传",
            "Mend that quotation mark, or save the file as .xlsx in the spreadsheet program, and send that",
        ),
    )


def cell_too_long(row: int) -> Refusal:
    """A cell or line that is longer than any a spreadsheet program writes."""
    return _refusal(
        "sheet.cell_too_long",
        Words(f"第 {row:,} 行的内容太长，不像表格里的一行", f"Row {row:,} is too long to be a row of a table"),
        _SAVE_ANEW,
    )


def _in_sheet(sheet: str, zh: str, en: str) -> Words:
    return Words(f"“{sheet}”表：{zh}", f"Sheet “{sheet}”: {en}")


def _refusal(code: str, what: Words, what_to_do: Words) -> Refusal:
    return Refusal(
        code,
        Words(f"{what.zh}。{NOTHING_READ.zh}{what_to_do.zh}", f"{what.en}. {NOTHING_READ.en} {what_to_do.en}"),
    )
