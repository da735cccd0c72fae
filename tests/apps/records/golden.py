"""Golden bodies: one file for every kind and schema, with what its digest covers, the salt, and the digest."""

from __future__ import annotations

import json
import re
from itertools import count
from pathlib import Path

from apps.records.kinds import FIELDS, Cast
from xinlu.records.selectors import kinds

FOLDER = Path(__file__).resolve().parents[2] / "golden"
SALT = bytes(range(16))


def wanted():
    """(kind, schema) of every golden file that there must be."""
    return [(kind, schema) for kind, model in kinds().items() for schema in sorted(model.BODY)]


def path(kind, schema):
    """Where the golden file of this kind and schema stands."""
    return FOLDER / f"{kind}.{schema}.json"


def read(kind, schema):
    """The golden file: {"frozen": ..., "salt": hex, "digest": hex}."""
    return json.loads(path(kind, schema).read_text(encoding="utf-8"))


def rebuilt(golden):
    """The row from which the golden body was frozen, from the file alone."""
    frozen, model = golden["frozen"], kinds()[golden["frozen"]["kind"]]
    record = model(salt=bytes.fromhex(golden["salt"]), digest=golden["digest"], schema=frozen["schema"])
    values = {**frozen["body"], **{name: frozen[name] for name in ("id", "household", "area", "author", "made_at")}}
    values |= {"device": frozen["device"], "supersedes": frozen["supersedes"]}
    for name, value in values.items():
        field = model._meta.get_field(name)
        setattr(record, field.attname, field.to_python(value))
    record.received_at = record.made_at
    return record


def write_missing():
    """Write the golden files that are not there yet; their paths. One that is there is never touched."""
    written = []
    there = [path(*each).read_text(encoding="utf-8") for each in wanted() if path(*each).exists()]
    taken = {id for text in there for id in re.findall(r'"id": "([^"]+)"', text)}
    free = (id for number in count(1) if (id := f"01950000-0000-7000-8000-{number:012x}") not in taken)
    for kind, schema in wanted():
        target = path(kind, schema)
        if target.exists():
            continue
        if kind not in FIELDS or schema != kinds()[kind].SCHEMA:
            raise SystemExit(
                f"{target.name} is missing and cannot be made: tests/apps/records/kinds.py has no such row"
            )
        record = Cast.imagined().record(kind, id=next(free), salt=SALT)
        golden = {"frozen": record.frozen(), "salt": SALT.hex(), "digest": record.digest}
        target.write_text(json.dumps(golden, ensure_ascii=True, indent=2) + "\n", encoding="utf-8")
        written.append(target)
    return written
