#include "mail/templates.hpp"

namespace exportd::mail {

const char* const text_template = R"text({{{headline}}}

What was asked for
  {{{query}}}

{{#failed}}
Why
  {{{reason}}}

What to do
  {{{advice}}}
{{#page_url}}
  {{{page_url}}}
{{/page_url}}

Attempts
{{#attempts}}
  {{{number}}}  {{{started}}}  {{{outcome}}}
{{/attempts}}
{{/failed}}
{{#cancelled}}
If you still need the file, ask for it again.
{{#page_url}}
  {{{page_url}}}
{{/page_url}}
{{/cancelled}}
{{#ready}}
The file
  Name          {{{name}}}
  Rows          {{{rows}}} ({{{records}}})
  Columns       {{{columns}}}
  Size          {{{size}}} ({{{bytes}}})
  SHA-256       {{{sha256}}}
  Data version  {{{data_version}}}
  Made          {{{made}}}

Download
{{#file_url}}
  {{{file_url}}}
{{/file_url}}
{{#page_url}}
  {{{page_url}}} (page of this run)
{{/page_url}}
{{^page_url}}
  Fetch the file where you asked for it.
{{/page_url}}
  {{{kept}}}

Open it
  pandas  {{{pandas}}}
  R       {{{r}}}
  Excel   {{{excel}}}

Cite
{{#cite}}
  {{{cite}}}
{{/cite}}
  {{{references}}}
{{#metadata_url}}
  {{{metadata_url}}}
{{/metadata_url}}
{{#licence}}
  Licence: {{{licence}}}
{{/licence}}
{{#licence_url}}
  {{{licence_url}}}
{{/licence_url}}
{{/ready}}

-- 
Task {{{task}}}, run {{{run}}}. This address was given for it; the message was sent by a program.
{{#unsubscribe_url}}
No more mail from this service to this address: {{{unsubscribe_url}}}
{{/unsubscribe_url}}
)text";

const char* const html_template = R"html(<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>{{subject}}</title></head>
<body style="font-family:sans-serif;font-size:15px;line-height:1.45;color:#222;max-width:44em">
<h1 style="font-size:19px">{{headline}}</h1>
<h2 style="font-size:15px">What was asked for</h2>
<p>{{query}}</p>
{{#failed}}
<h2 style="font-size:15px">Why</h2>
<p>{{reason}}</p>
<h2 style="font-size:15px">What to do</h2>
<p>{{advice}}</p>
{{#page_url}}
<p><a href="{{page_url}}">The page of this run</a></p>
{{/page_url}}
<h2 style="font-size:15px">Attempts</h2>
<ul>
{{#attempts}}
<li>{{number}}: {{started}}: {{outcome}}</li>
{{/attempts}}
</ul>
{{/failed}}
{{#cancelled}}
<p>If you still need the file, ask for it again.</p>
{{#page_url}}
<p><a href="{{page_url}}">The page of this run</a></p>
{{/page_url}}
{{/cancelled}}
{{#ready}}
{{#file_url}}
<p><a href="{{file_url}}" style="font-weight:bold">Download {{name}}</a></p>
{{/file_url}}
<table style="border-collapse:collapse;font-size:15px" cellpadding="3">
<tr><td>Name</td><td>{{name}}</td></tr>
<tr><td>Rows</td><td>{{rows}} ({{records}})</td></tr>
<tr><td>Columns</td><td>{{columns}}</td></tr>
<tr><td>Size</td><td>{{size}} ({{bytes}})</td></tr>
<tr><td>SHA-256</td><td><code>{{sha256}}</code></td></tr>
<tr><td>Data version</td><td>{{data_version}}</td></tr>
<tr><td>Made</td><td>{{made}}</td></tr>
</table>
<p>{{kept}}
{{#page_url}}
<a href="{{page_url}}">The page of this run</a>
{{/page_url}}
{{^page_url}}
Fetch the file where you asked for it.
{{/page_url}}
</p>
<h2 style="font-size:15px">Open it</h2>
<p>pandas: <code>{{pandas}}</code></p>
<p>R: <code>{{r}}</code></p>
<p>Excel: {{excel}}</p>
<h2 style="font-size:15px">Cite</h2>
{{#cite}}
<p>{{cite}}</p>
{{/cite}}
<p>{{references}}
{{#metadata_url}}
<a href="{{metadata_url}}">The file's description</a>
{{/metadata_url}}
</p>
{{#licence}}
<p>Licence: {{licence}}</p>
{{/licence}}
{{#licence_url}}
<p><a href="{{licence_url}}">{{licence_url}}</a></p>
{{/licence_url}}
{{/ready}}
<p style="font-size:13px;color:#666">Task {{task}}, run {{run}}. This address was given for it; the message was sent by
a program.
{{#unsubscribe_url}}
<a href="{{unsubscribe_url}}">No more mail from this service to this address</a>
{{/unsubscribe_url}}
</p>
</body>
</html>
)html";

}  // namespace exportd::mail
