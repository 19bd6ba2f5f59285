"""Adds up the reports of Surefire and Failsafe of all modules, and names what failed, was skipped or took longest."""

import pathlib
import xml.etree.ElementTree as xml

SLOWEST = 10

passed, failed, skipped, seconds = 0, [], [], []
for report in sorted(pathlib.Path(".").glob("**/target/*-reports/TEST-*.xml")):
    for case in xml.parse(report).getroot().iter("testcase"):
        name = f"{case.get('classname')}.{case.get('name')}"
        seconds.append((float(case.get("time", "0").replace(",", "")), name))
        reason = case.find("skipped")
        if reason is not None:
            skipped.append(f"{name}: {reason.get('message', 'no reason given')}")
        elif case.find("failure") is not None or case.find("error") is not None:
            failed.append(name)
        else:
            passed += 1

for title, lines in (
    ("slowest", [f"{time:7.1f} s  {name}" for time, name in sorted(seconds, reverse=True)[:SLOWEST]]),
    ("skipped", skipped),
    ("failed", failed),
):
    if lines:
        print(f"{title}:", *lines, sep="\n  ")
print(f"{passed} passed, {len(failed)} failed, {len(skipped)} skipped")
