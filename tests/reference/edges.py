"""Records on the borders of rules: what counts as showing nothing, as a qualifier, as one value."""

_ZR = '"variable":"Zr","variableGroup":"trace element","unit":"ppm"'


def _one(name, *results):
    return f'{{"sampleId":"edge:{name}","results":[{",".join("{" + _ZR + "," + rest + "}" for rest in results)}]}}'


EDGES = [
    _one("value-empty", '"value":""'),
    _one("value-empty-with-text", '"value":"","valueText":"BDL"'),
    _one("value-empty-among", '"value":1', '"value":""', '"value":2'),
    _one("text-empty", '"valueText":""'),
    _one("text-empty-marked", '"qualifier":"<","valueText":""'),
    _one("qualifier-empty", '"qualifier":"","value":5'),
    _one("qualifier-empty-alone", '"qualifier":""'),
    _one("qualifier-list", '"qualifier":["<","~"],"value":5'),
    _one("value-none", '"value":[]'),
    _one("value-none-with-text", '"value":[],"valueText":"BDL"'),
    _one("value-list-with-text", '"value":[1,null],"valueText":"BDL"'),
    _one("text-number", '"valueText":5'),
    _one("qualifier-number", '"qualifier":7'),
    _one(
        "stdev-same-label",
        '"value":1,"stdevValue":0.1',
        '"value":2,"stdevValue":0.2,"stdevType":"stdev"',
        '"value":3,"stdevValue":0.3,"stdevType":"1S (%)"',
        '"value":4,"stdevValue":0.4,"stdevType":"1S","stdevUnit":"%"',
    ),
    '{"sampleId":"edge:variable-list","results":[{"variable":["Zr","Hf"],"unit":["ppm","ppb"],"value":1}]}',
    '{"sampleId":"edge:group-empty","results":[{"variable":"V","variableGroup":"","value":1},'
    '{"variable":"A","variableGroup":"zz","value":1}]}',
    '{"sampleId":"edge:group-codes","results":[{"variable":"Q","variableGroup":"TE","value":1},'
    '{"variable":"trace element","value":2}]}',
    '{"sampleId":"edge:features","geoFeatures":["a text",{"name":"n"},{"type":"","name":"x"},'
    '{},{"type":null,"name":null}]}',
    '{"sampleId":"edge:features-bare","geoFeatures":[{}]}',
    '{"sampleId":"edge:features-lists","geoFeatures":[{"type":["a","b"],"name":["c",null,"d"]}]}',
    '{"sampleId":"edge:code-empty","citations":[{"citationCode":"","citationId":"r1"},{"citationId":"r2"}],'
    '"results":[{"variable":"Zr","value":1,"citationId":"r1"}]}',
    '{"sampleId":"edge:authors-null","citations":[{"citationCode":"A","authors":null}]}',
    '{"sampleId":"edge:authors-null-list","citations":[{"citationCode":"A","authors":[null]},{"authors":[]}]}',
    '{"sampleId":"edge:years-list","citations":[{"citationCode":"A","citationPublicationYear":[1983,1990]}]}',
    r'{"sampleId":"edge:object-escapes","comment":{"k\u00e9\/":"\u00e9\/\u001f\u000A"}}',
    r'{"sampleId":"edge:object-unit","level4":{"a":"\u0041"},'
    r'"results":[{"variable":"Zr","unit":{"a":"\u0062"},"value":1},{"variable":"Zr","unit":{ "a" : "b"},"value":2},'
    r'{"variable":{"\u0061":"\/"},"variableGroup":{"a":"\u0021"},"method":{"a":"\u00e9"},"value":3},'
    r'{"variable":"A","variableGroup":{"a":"A"},"value":4}]}',
    '{"sampleId":"edge:group-like-an-element","results":[{"variable":"K","variableGroup":"te","value":1}]}',
    '{"sampleId":"edge:citation-ids","citations":[{"citationId":["1","2"],"citationCode":"L"},'
    '{"citationId":"3","citationCode":"M"}],"results":[{"variable":"Zr","value":1,"citationId":"1"},'
    '{"variable":"Zr","value":1,"citationId":["1","3",null,"9"]},{"variable":"Zr","value":1,"citationId":"1; 2"}]}',
    '{"sampleId":"edge:places-lists","latitude":[10,50],"longitude":[10,50]}',
    '{"sampleId":"edge:tiny","age":1e-400,"latitude":1e-400,"longitude":0}',
]
