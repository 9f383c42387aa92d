"""Shorthands for records written by hand."""

import json


def quoted(value):
    return json.dumps(value, ensure_ascii=False)


def record_of(name, *results):
    return f'{{"sampleId":{quoted("story:" + name)},"results":[{",".join(results)}]}}'


def zr(rest):
    return f'{{"variable":"Zr","variableGroup":"trace element","unit":"ppm",{rest}}}'
