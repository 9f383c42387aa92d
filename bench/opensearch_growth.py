"""Time and memory of one export against the number of rows, and against the number of columns of the same JSON."""

from statistics import median

from opensearch_contestants import ROOT
from opensearch_indices import add_set, load_all
from opensearch_records import ANALYTES, FlatRecords, NestedRecords

ROWS = [10_000, 20_000, 40_000, 80_000]
COLUMNS = [100, 500, 1_000, 2_000, len(ANALYTES)]
COLUMN_RECORDS, COLUMN_VALUES = 20_000, 100  # so much JSON whatever the number of columns
PLOT = ROOT / "build" / "bench" / "opensearch-growth.svg"


def series():
    """name: what is on the x axis, and (x, index) of each point. An index for each: a query would choose documents that
    do not lie next to one another, and reading those costs more."""
    rows = "rows"
    return {
        "sparse": (rows, [(n, add_set(f"sparse-{n}", n, "flat", lambda: FlatRecords(7.5))) for n in ROWS]),
        "nested": (rows, [(n, add_set(f"nested-{n}", n, "nested", NestedRecords)) for n in ROWS]),
        "100 values a record": ("analytes", [(n, columns_set(n)) for n in COLUMNS]),
    }


def columns_set(count):
    return add_set(f"columns-{count}", COLUMN_RECORDS, "flat", lambda: FlatRecords(COLUMN_VALUES, analytes=count))


def grow(contest, options):
    measured = {}
    for name, (axis, points) in series().items():
        load_all(contest.node, [index for _, index in points], options.scale, options.merge)
        print(f"\n{name:<24}{axis:>10}{'seconds':>10}{'client CPU':>12}{'peak MiB':>10}")
        contest.run("exportd", points[0][1])  # warms up
        for x, index in points:
            runs = [contest.run("exportd", index) for _ in range(options.rounds)]
            found = [median(value) for value in zip(*((run.clock, run.cpu, run.peak_mib) for run in runs))]
            x = round(x * options.scale) if axis == "rows" else x
            measured.setdefault((name, axis), []).append((x, *found))
            print(f"{'':<24}{x:>10}{found[0]:>10.3f}{found[1]:>12.3f}{found[2]:>10.0f}", flush=True)
    plot(measured)


def plot(measured):
    try:
        import matplotlib
    except ImportError:
        print("left out: the plot: python3-matplotlib is not installed")
        return
    matplotlib.use("svg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(2, len(measured), figsize=(4 * len(measured), 6), layout="constrained")
    for column, ((name, axis), points) in enumerate(measured.items()):
        xs, seconds, _, peaks = zip(*points)
        for row, (label, values) in enumerate((("seconds", seconds), ("peak MiB", peaks))):
            place = axes[row][column]
            place.plot(xs, values, marker="o")
            place.set(xlabel=axis, ylabel=label, title=name if row == 0 else "")
            place.set_ylim(0, 1.1 * max(values))
            place.set_xlim(0, 1.05 * max(xs))
            place.grid(alpha=0.3)
    PLOT.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(PLOT)
    print(f"plot: {PLOT}")
