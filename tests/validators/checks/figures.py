"""Published figures of residents, counted again from the published tables: anyone can, so this does.

Entry point: `faults`. The books of every month are counted from `case_log.csv`, share, interval and mean of
every vendor from its counts, in a few lines that share nothing with the program. Small numbers must be absent.
"""

import csv
import math
from collections import defaultdict
from datetime import date, timedelta

FLOOR, FLOOR_MEAN = 10, 30  # the method page says so
Z = 1.959963984540054
NUMBERS = ("opening", "received", "reopened", "closed", "closing", "answered", "on_time", "on_time_original", "median_days", "p90_days", "overdue_open")


def table(site, name):
    path = site / f"data/{name}.csv"
    if not path.is_file():
        return None
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def faults(site):
    log, figures, ratings = (table(site, name) for name in ("case_log", "case_figures", "vendor_ratings"))
    for name, rows in (("case_log", log), ("case_figures", figures), ("vendor_ratings", ratings)):
        if rows is None:
            yield f"no data/{name}.csv"
    yield from book_faults(log or [], figures or [])
    yield from rating_faults(ratings or [])
    for row in table(site, "themes") or []:
        if row["n"] and int(row["n"]) < FLOOR:
            yield f"themes: {row['id']} shows {row['n']}"
        if row["n"] and not row["state"]:
            yield f"themes: {row['id']} has no answer"


def day(text):
    return date.fromisoformat(text) if text else None


def rank(days, percent):
    """Nearest rank: the smallest of the days at or below which so many percent lie."""
    return days[math.ceil(len(days) * percent / 100) - 1] if days else None


def counted(rows, end):
    """The books of the month that ends (or is counted to) this day; closing of the month before is the opening."""
    start = end.replace(day=1)
    within = lambda text: bool(text) and start <= day(text) <= end
    last_due = lambda row: day(row["extended_due_on"] or row["due_on"])
    still = lambda row, on: day(row["opened_on"]) <= on and not (row["closed_on"] and day(row["closed_on"]) <= on)
    answered = [row for row in rows if within(row["answered_on"])]
    days = sorted((day(row["answered_on"]) - day(row["opened_on"])).days for row in answered)
    owed = [row for row in rows if still(row, end) and not (row["answered_on"] and day(row["answered_on"]) <= end)]
    waiting = lambda row: bool(row["waiting_since"]) and day(row["waiting_since"]) <= end
    return {
        "opening": sum(still(row, start - timedelta(days=1)) for row in rows),
        "received": sum(row["round"] == "1" and within(row["opened_on"]) for row in rows),
        "reopened": sum(row["round"] != "1" and within(row["opened_on"]) for row in rows),
        "closed": sum(within(row["closed_on"]) for row in rows),
        "closing": sum(still(row, end) for row in rows),
        "answered": len(answered),
        "on_time": sum(row["late_by"] == "0" for row in answered),
        "on_time_original": sum(row["late_by_original"] == "0" for row in answered),
        "median_days": rank(days, 50),
        "p90_days": rank(days, 90),
        "overdue_open": sum(last_due(row) < end and not waiting(row) for row in owed),
    }


def book_faults(log, figures):
    cells = defaultdict(list)
    for row in log:
        cells["", ""].append(row)
        cells[row["place"], row["category"]].append(row)
    for row in figures:
        name = " ".join(filter(None, (row["month"], row["place"], row["category"])))
        books = counted(cells[row["place"], row["category"]], day(row["as_of"]))
        for number in NUMBERS:
            if row[number] != ("" if books[number] is None else str(books[number])):
                yield f"case_figures: {name}: {number} is {row[number]}, the log says {books[number]}"
        if books["opening"] + books["received"] + books["reopened"] - books["closed"] != books["closing"]:
            yield f"case_figures: {name}: the books do not balance"
        if not same_share(row["on_time_share"], books["on_time"], books["answered"]):
            yield f"case_figures: {name}: on_time_share is {row['on_time_share']}"
        if row["satisfaction_n"] and int(row["satisfaction_n"]) < FLOOR:
            yield f"case_figures: {name}: shows {row['satisfaction_n']} answers at close"


def near(text, value):
    """Whether a written percentage is this fraction to a hundredth of a percent."""
    return bool(text) and abs(float(text.rstrip("%")) - value * 100) <= 0.0051


def same_share(text, part, whole):
    return text == "" if whole == 0 else near(text, part / whole)


def rating_faults(ratings):
    for row in ratings:
        name = f"vendor_ratings: {row['vendor']} ({'with' if row['verified'] == 'true' else 'without'} voucher)"
        if not row["n"]:
            if any(row[f"level_{level}"] for level in range(1, 6)) or row["satisfied"] or row["mean"]:
                yield f"{name}: shows figures of fewer than {FLOOR}"
            continue
        counts = {level: int(row[f"level_{level}"]) for level in range(1, 6)}
        n = sum(counts.values())
        if n != int(row["n"]) or n < FLOOR:
            yield f"{name}: n is {row['n']}, the levels add up to {n}"
        p = (counts[3] + counts[4] + counts[5]) / n
        middle, scale = p + Z * Z / (2 * n), 1 + Z * Z / n
        half = Z * math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
        for column, value in (("satisfied", p), ("interval_low", (middle - half) / scale), ("interval_high", (middle + half) / scale)):
            if not near(row[column], value):
                yield f"{name}: {column} is {row[column]}, computed {value * 100:.2f}%"
        mean = sum(level * count for level, count in counts.items()) / n
        if bool(row["mean"]) != (n >= FLOOR_MEAN) or (row["mean"] and abs(float(row["mean"]) - mean) > 0.0051):
            yield f"{name}: mean is “{row['mean']}”, computed {mean:.2f} of {n}"
