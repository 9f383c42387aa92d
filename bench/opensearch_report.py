"""What the rounds of the OpenSearch benchmark came to: medians, and how ratios within a round ranged."""

from statistics import median


def report(index, records, rounds):
    """`rounds`: for each round the runs by name. Runs of a round stood next to one another, so that ratios are taken
    within a round and never of medians: a machine that is slower for a while slows both."""
    names = list(dict.fromkeys(name for runs in rounds for name in runs))
    drained = median(runs["drain"].told["bytes"] for runs in rounds)
    print(f"\n{index}: {records} records, {drained / 1e6:.1f} MB of JSON, {len(rounds)} rounds")
    print(
        f"{'':<18}{'seconds':>9}{'wall':>9}{'verified':>9}{'MB/s':>7}{'client CPU':>11}{'CPU s/GB':>10}{'node CPU':>9}"
        f"{'peak MiB':>9}  {'× drain: median (range)':<26}{'verified × drain':<22}{'× exportd':>9}"
    )
    for name in names:
        runs = [one[name] for one in rounds if name in one]
        clock, cpu = median(run.clock for run in runs), median(run.cpu for run in runs)
        verified = [run.told["verifiedSeconds"] for run in runs if "verifiedSeconds" in run.told]
        print(
            f"{name:<18}{clock:>9.3f}{median(run.wall for run in runs):>9.3f}"
            f"{median(verified) if verified else float('nan'):>9.3f}{drained / 1e6 / clock:>7.0f}"
            f"{cpu:>11.3f}{cpu / drained * 1e9:>10.2f}{median(run.server_cpu for run in runs):>9.2f}"
            f"{max(run.peak_mib for run in runs):>9.0f}  {spread(rounds, name, 'drain'):<26}"
            f"{spread(rounds, name, 'drain', verified_clock):<22}"
            f"{spread(rounds, name, 'exportd').split(' ')[0]:>9}",
            flush=True,
        )


def published_clock(run):
    return run.clock


def verified_clock(run):
    return run.told.get("verifiedSeconds")


def ratios(rounds, name, base, clock):
    both = [runs for runs in rounds if name in runs and base in runs and clock(runs[name])]
    return [clock(runs[name]) / runs[base].clock for runs in both]


def spread(rounds, name, base, clock=published_clock):
    found = ratios(rounds, name, base, clock)
    if not found or name == base:
        return "–"
    return f"{median(found):.2f} ({min(found):.2f}–{max(found):.2f})"
