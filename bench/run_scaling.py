#!/usr/bin/env python3
"""The queue at many sizes and loads, over a model of DynamoDB in virtual time: docs/scaling.md.

    run_scaling.py BINARY [--service 7,1] [--parallel 3,16,64] [--instances 1,10,100] [--write-price D] [--read-price D]

BINARY is build/bench/bench/scaling_cluster. What every run gave is kept in build/bench/scaling.jsonl, so that a second
call only plots and prints; --again runs all anew. Prices: dollars for a million request units, on demand.
"""

import argparse
import json
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent
KEPT = ROOT / "build" / "bench" / "scaling.jsonl"
PLOT = ROOT / "build" / "bench" / "scaling-throughput.svg"
SHARES = [0.25, 0.5, 0.8, 1.2]  # of what the slots could do
RATE_MAX = 20.0  # requests a second: more than can be created, whatever the number of slots
IDLE_RATE = 0.0005
PARTITION_READS, PARTITION_WRITES = 3000, 1000


def numbers(text):
    return [float(part) if "." in part else int(part) for part in text.split(",")]


def orders(options):
    for service in options.service:
        for parallel in options.parallel:
            full = parallel / service
            rates = sorted({min(round(share * full, 4), RATE_MAX) for share in SHARES} | {IDLE_RATE})
            for instances in options.instances:
                for rate in rates:
                    yield {"parallel": parallel, "instances": instances, "workers": -(-parallel // instances),
                           "service": service, "rate": rate,
                           "measured": 60 if rate == IDLE_RATE else round(max(60, min(400, 60 / rate)))}
    # As many workers in each process as `serve` takes by itself, with nothing to do.
    for parallel in options.parallel:
        for instances in options.instances:
            yield {"parallel": parallel, "instances": instances, "workers": parallel, "service": 7,
                   "rate": IDLE_RATE, "measured": 20}


def name_of(order):
    return json.dumps(order, sort_keys=True)


def run(binary, order):
    words = [binary, "--warm-up", "40"]
    for name, value in order.items():
        words += ["--" + name, str(value)]
    done = subprocess.run(words, check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def results(options):
    kept = {}
    if KEPT.exists() and not options.again:
        for line in KEPT.read_text().splitlines():
            made = json.loads(line)
            kept[made["name"]] = made["result"]
    KEPT.parent.mkdir(parents=True, exist_ok=True)
    found = []
    with KEPT.open("w" if options.again else "a") as file:
        for order in orders(options):
            name = name_of(order)
            if name not in kept:
                kept[name] = run(options.binary, order)
                file.write(json.dumps({"name": name, "result": kept[name]}) + "\n")
                file.flush()
                show(order, kept[name], options)
            found.append((order, kept[name]))
    return found


def dollars_a_second(result, options):
    reads = sum(spent["reads"] for spent in result["spent"].values())
    writes = sum(spent["writes"] for spent in result["spent"].values())
    return (reads * options.read_price + writes * options.write_price) / 1e6


def hottest(result):
    parts = ((max(used["reads"] / PARTITION_READS, used["writes"] / PARTITION_WRITES), name)
             for name, used in result["partitions"].items())
    return max(parts, default=(0, "-"))


def throttled(result):
    return sum(spent["throttled"] for spent in result["spent"].values())


def show(order, result, options):
    share, partition = hottest(result)
    throughput = result["throughput"]
    cost = dollars_a_second(result, options) / throughput * 1e6 if throughput else 0
    spent = "  ".join(f"{name} {used['reads']:.0f}r {used['writes']:.0f}w" for name, used in result["spent"].items())
    print(f"{order['parallel']:>3} slots {order['instances']:>3} × {order['workers']:<2} {order['service']} s"
          f": {order['rate']} asked, {throughput:.2f} ended a second, wait"
          f" {result['wait_median']:.2f} {result['wait_p95']:.2f} s, waiting {result['waiting']}, hottest {partition}"
          f" {100 * share:.0f} %, throttled {throttled(result)}, leases lost {result['leases_lost']}, refused"
          f" {result['refused']}, {cost:.0f} $ a million, {dollars_a_second(result, options) * 86400:.2f} $ a day"
          f"\n    {spent}", flush=True)


def at_four_fifths(runs, parallel, service):
    wanted = min(0.8 * parallel / service, RATE_MAX)
    return min((result for order, result in runs), key=lambda result: abs(result["rate"] - wanted))


def load_table(found, service, options):
    print(f"\n| slots × {service} s | instances | most ended a second | of what slots do | wait at 0.8: median, 95 % (s) "
          "| hottest partition | $ a million |\n|" + "---|" * 7)
    for parallel in options.parallel:
        for instances in options.instances:
            runs = [(order, result) for order, result in found if order["rate"] != IDLE_RATE and
                    (order["service"], order["parallel"], order["instances"]) == (service, parallel, instances)]
            most = max(result["throughput"] for _, result in runs)
            near = at_four_fifths(runs, parallel, service)
            share, partition = hottest(near)
            cost = dollars_a_second(near, options) / max(near["throughput"], 1e-9) * 1e6
            print(f"| {parallel} | {instances} | {most:.2f} | {100 * most * service / parallel:.0f} % |"
                  f" {near['wait_median']:.1f}, {near['wait_p95']:.1f} | {partition} {100 * share:.0f} % | {cost:.0f} |")


def idle_table(found, options):
    print("\n| slots | instances × workers | read a second | throttled a second | $ a day |\n|" + "---|" * 5)
    idle = {(order["parallel"], order["instances"], order["workers"]): result
            for order, result in found if order["rate"] == IDLE_RATE and order["service"] == 7}
    for (parallel, instances, workers), result in sorted(idle.items()):
        reads = sum(spent["reads"] for spent in result["spent"].values())
        print(f"| {parallel} | {instances} × {workers} | {reads:.0f} | {throttled(result) / result['measured']:.0f} |"
              f" {dollars_a_second(result, options) * 86400:.2f} |")


def summary(found, options):
    """Markdown."""
    for service in options.service:
        load_table(found, service, options)
    idle_table(found, options)


def plot(found, options):
    try:
        import matplotlib
    except ImportError:
        print("left out: the plot: python3-matplotlib is not installed")
        return
    matplotlib.use("svg")
    matplotlib.rcParams.update({"svg.hashsalt": "exportd", "svg.fonttype": "none"})
    from matplotlib import pyplot, ticker

    service = options.service[0]
    rows = [("exports a second / what the slots could do", lambda o, r: r["throughput"] * o["service"] / o["parallel"]),
            ("wait in the queue, median, s", lambda o, r: max(r["wait_median"], 0.01)),
            ("$ for a million exports", lambda o, r: dollars_a_second(r, options) / max(r["throughput"], 1e-9) * 1e6)]
    figure, axes = pyplot.subplots(len(rows), len(options.parallel), figsize=(11, 9), layout="constrained",
                                   sharex=True, sharey="row", squeeze=False)
    colours = dict(zip(options.instances, ("tab:blue", "tab:orange", "tab:red")))
    for column, parallel in enumerate(options.parallel):
        for instances in options.instances:
            points = [(order, result) for order, result in found if order["service"] == service
                      and (order["parallel"], order["instances"]) == (parallel, instances)
                      and order["rate"] != IDLE_RATE]
            for row, (label, value) in enumerate(rows):
                place = axes[row][column]
                place.plot([order["rate"] * service / parallel for order, _ in points],
                           [value(order, result) for order, result in points], marker="o", markersize=3,
                           color=colours[instances], label=f"{instances} instance{'s' * (instances > 1)}")
                place.set(ylabel=label if column == 0 else "", title=f"{parallel} slots" if row == 0 else "")
                if row:
                    place.set_yscale("log")
                    place.yaxis.set_major_locator(ticker.LogLocator(subs=(1, 2, 5)))
                    place.yaxis.set_major_formatter("{x:g}")
                place.grid(alpha=0.3)
        axes[-1][column].set_xlabel("asked / what the slots could do")
    axes[0][0].legend(fontsize="small")
    figure.savefig(PLOT, metadata={"Date": None})
    print(f"plot: {PLOT}")


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    arguments.add_argument("binary")
    arguments.add_argument("--service", type=numbers, default=[7, 1], help="seconds an export takes; the first is plotted")
    arguments.add_argument("--parallel", type=numbers, default=[3, 16, 64])
    arguments.add_argument("--instances", type=numbers, default=[1, 10, 100])
    arguments.add_argument("--read-price", type=float, default=0.125, help="dollars for a million read request units")
    arguments.add_argument("--write-price", type=float, default=0.625, help="dollars for a million write request units")
    arguments.add_argument("--again", action="store_true")
    options = arguments.parse_args()
    found = results(options)
    summary(found, options)
    plot(found, options)


if __name__ == "__main__":
    main()
