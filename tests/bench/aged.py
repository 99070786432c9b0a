"""Figures and nights on tables that years of nightly updates have shaped: cost follows what lives in the period, or what the
night brings, and not the history.

One table is grown night by night; copies of it are kept at three ages.
"""

import datetime
import os
import time

from lab import BENCH, SMALL, STATS, Pages, ask, connect, copy_database, ingest, median, psql, run, source_file, timed

ROUNDS = 5
FIRST_DAY = datetime.date(2015, 12, 16)  # 1826 nights later it is a Tuesday in December
PER_DAY = 137 if SMALL else 2738
AGES = {"0.5m": 183, "1m": 365, "5m": 1826, "10m": 3652}  # nights; a million dossiers a year, or 50,000
VACUUM_EVERY = 30  # nights; autovacuum comes by the minute, and a life here takes few of them
CHANGED = 1000 if SMALL else 20000
PAGE = 1000
NO_INDEXES = "DROP INDEX motcua.dossier_days, motcua.dossier_open, motcua.dossier_due"


def grow(template):
    """Names of the databases by age, and the last day that each has seen."""
    copy_database(template, "bench_growing")
    databases, lived = {}, 0
    for age, nights in AGES.items():
        print(f"growing to {nights * PER_DAY} dossiers", flush=True)
        while lived < nights:
            days = min(VACUUM_EVERY, nights - lived)
            run("psql", "-Xqv", "ON_ERROR_STOP=1", "-d", "bench_growing", "-v", f"first_day={FIRST_DAY + datetime.timedelta(lived)}",
                "-v", f"days={days}", "-v", f"per_day={PER_DAY}", "-f", BENCH / "aged.sql", "-c", "VACUUM ANALYZE motcua.dossier")
            lived += days
        databases[age] = copy_database("bench_growing", "bench_" + age.replace(".", "_"))
        psql(databases[age], f"ALTER DATABASE {databases[age]} SET motcua.today = '{FIRST_DAY + datetime.timedelta(nights)}'")
    return databases


def last_day(age):
    return FIRST_DAY + datetime.timedelta(AGES[age] - 1)


def figures_s(cursor, first, last):
    """Seconds for all counts and all rates of all offices."""
    start = time.monotonic()
    for figures in ("stats.counts", "motcua.rates"):
        cursor.execute(f"SELECT * FROM {figures}(%s, %s)", (first, last))
        cursor.fetchall()
    return time.monotonic() - start


def with_and_without(database, first, last):
    """Median seconds of the figures with the indexes and without, rounds interleaved."""
    seconds = {True: [], False: []}
    connection = connect(database)
    with connection.cursor() as cursor:
        figures_s(cursor, first, last)
        for _ in range(ROUNDS):
            seconds[True].append(figures_s(cursor, first, last))
            cursor.execute("BEGIN")
            cursor.execute(NO_INDEXES)
            seconds[False].append(figures_s(cursor, first, last))
            cursor.execute("ROLLBACK")
    connection.close()
    return median(seconds[True]), median(seconds[False])


def a_month(age):
    """The month in the middle of the last whole year, or the last one of a short life."""
    last = last_day(age)
    first = datetime.date(last.year - 1, 6, 1) if AGES[age] > 730 else last.replace(day=1)
    return first, (first + datetime.timedelta(31)).replace(day=1) - datetime.timedelta(1)


def a_year(age):
    last = last_day(age)
    year = last.year - 1 if AGES[age] > 730 else last.year
    return datetime.date(year, 1, 1), datetime.date(year, 12, 31)


def near_due_ms(database):
    """Milliseconds until the whole list has arrived, and its length; it is not made into objects of Python."""
    connection = connect(database)
    with connection.cursor() as cursor:
        spent = []
        for _ in range(ROUNDS + 1):
            start = time.monotonic()
            cursor.execute("SELECT * FROM stats.near_due(3)")
            spent.append((time.monotonic() - start) * 1000)
        found = cursor.rowcount
    connection.close()
    return median(spent[1:]), found


def measure_figures(databases):
    month, whole_month = with_and_without(databases["5m"], *a_month("5m"))
    year, whole_year = with_and_without(databases["5m"], *a_year("5m"))
    growth = {}
    for age in ("1m", "5m", "10m"):
        connection = connect(databases[age])
        with connection.cursor() as cursor:
            growth[age] = {name: round(1000 * median([figures_s(cursor, *period) for _ in range(ROUNDS)]))
                           for name, period in (("month_ms", a_month(age)), ("year_ms", a_year(age)))}
        connection.close()
    # The first run stores every figure and writes to every office above the ceiling, which are nearly all of these.
    first_run_s, *runs_s = [timed([STATS, "run", "--quiet"], env=dict(os.environ, PGDATABASE=databases["5m"]))[0] for _ in range(ROUNDS + 1)]
    near_ms, near_due = near_due_ms(databases["5m"])
    result = {"month": round(whole_month / month, 1), "year": round(whole_year / year, 1), "run_s": round(median(runs_s), 2),
              "near_due_ms": round(near_ms, 1)}
    print(f"figures of {AGES['5m'] * PER_DAY} dossiers: month {1000 * month:.0f} ms ({result['month']} times faster than without indexes),"
          f" year {1000 * year:.0f} ms ({result['year']} times), motcua-stats run {result['run_s']} s (the first {first_run_s:.1f} s),"
          f" {near_due} dossiers near due in {result['near_due_ms']} ms")
    print("figures by history:", growth)
    return result, {"figures_by_history": growth, "first_run_s": round(first_run_s, 2), "near_due": near_due}


RECORD = """
    SELECT jsonb_build_object('MaHoSo', d.code, 'MaTTHC', d.procedure, 'TrangThaiHoSo', d.status::text, 'KenhThucHien', '2',
        'NgayNopHoSo', t.received, 'NgayTiepNhan', t.received, 'NgayHenTra', to_char(d.due_at AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYYMMDDHH24MISS'),
        'NgayCapNhat', to_char(now() + interval '1 minute' * %s, 'YYYYMMDDHH24MISS'), 'DonViXuLy', 'UBND xã', 'ChuHoSo', repeat('x', 900),
        'TaiLieuNop', '[]'::jsonb, 'DanhSachLePhi', jsonb_build_array(jsonb_build_object('Gia', %s::text)), 'DanhSachGiayToKetQua', '[]'::jsonb)::text
    FROM (SELECT * FROM motcua.dossier WHERE received_on > %s::date - 60 ORDER BY hashtext(code) LIMIT %s) AS d
    CROSS JOIN LATERAL (SELECT to_char(d.received_at AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYYMMDDHH24MISS') AS received) AS t
    ORDER BY d.code"""


def changed_pages(database, age, night, first=0):
    """From page `first` on: records of dossiers of the last weeks, each with a change that has not been seen yet."""
    connection = connect(database)
    with connection.cursor() as cursor:
        cursor.execute(RECORD, (night, night, last_day(age), CHANGED))
        records = [row[0] for row in cursor.fetchall()]
    connection.close()
    parts = [records[start:start + PAGE] for start in range(0, len(records), PAGE)]
    return {"/night": [('{"error_code":"0","data":[' + ",".join(part) + "]}").encode() for part in (*parts, [])[first:]]}


def one_night(database, age, night, work):
    pages = Pages(changed_pages, database, age, night)
    try:
        source_file(work / "night", pages.url("/night"), since_param="since")
        return ingest(database, work / "night")[0]
    finally:
        pages.stop()


def copy_s(database, age, work):
    """A plain COPY of as many of the same rows into an empty table with the same indexes."""
    rows = work / "night.csv"
    columns = "source, code, receiving_office, handling_office, procedure, channel, status, received_at, due_at, due_at_first, source_updated_at, fee"
    psql(database, f"\\copy (SELECT {columns} FROM motcua.dossier WHERE received_on > date '{last_day(age)}' - 60 ORDER BY hashtext(code) LIMIT {CHANGED})"
                   f" TO '{rows}' (FORMAT csv)", "DROP TABLE IF EXISTS empty", "CREATE TABLE empty (LIKE motcua.dossier INCLUDING ALL)")
    start = time.monotonic()
    psql(database, f"\\copy empty ({columns}) FROM '{rows}' (FORMAT csv)")
    return time.monotonic() - start


def measure_nights(databases, work):
    ages = ("0.5m", "5m", "10m")
    seconds, copies = {age: [] for age in ages}, []
    for age in ages:
        # The source has been read before, so that it is asked for changes only.
        psql(databases[age], "INSERT INTO motcua.run (program, source, status) VALUES ('ingest', 'bench', 'done')",
             "INSERT INTO motcua.watermark SELECT 'bench', now() - interval '1 day', max(run_id) FROM motcua.run")
    for night in range(1, ROUNDS + 1):
        for age in ages:
            seconds[age].append(one_night(databases[age], age, night, work))
        copies.append(copy_s(databases["0.5m"], "0.5m", work))
    result = {"rows_" + age: round(median(seconds[age]) / median(copies), 2) for age in ages}
    print(f"a night of {CHANGED} changed dossiers, ratio to COPY ({median(copies):.2f} s):", result)
    return result


def measure_start(databases, work):
    """Milliseconds of a run that finds one page with nothing new on it."""
    pages = Pages(changed_pages, databases["0.5m"], "0.5m", 1, -1)
    try:
        source_file(work / "night", pages.url("/night"), since_param="since")
        spent = median([ingest(databases["0.5m"], work / "night")[0] for _ in range(ROUNDS)])
    finally:
        pages.stop()
    print(f"an empty night: {1000 * spent:.0f} ms")
    return round(1000 * spent)


def measure(work, template):
    databases = grow(template)
    figures, detail = measure_figures(databases)
    nights = measure_nights(databases, work)
    sizes = {age: ask(database, "SELECT (pg_total_relation_size('motcua.dossier') / 1e6)::int") for age, database in databases.items()}
    indexes = {age: ask(database, "SELECT (sum(pg_relation_size(indexrelid)) / 1e6)::float FROM pg_index JOIN pg_class ON oid = indexrelid"
                                  " WHERE indrelid = 'motcua.dossier'::regclass AND relname <> 'dossier_pkey'") for age, database in databases.items()}
    return {"figures": figures, "night": nights,
            "detail": detail | {"dossiers": {age: nights * PER_DAY for age, nights in AGES.items()},
                                "table_mb": sizes, "period_indexes_mb": indexes, "empty_night_ms": measure_start(databases, work)}}
