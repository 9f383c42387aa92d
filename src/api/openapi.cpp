#include "api/openapi.hpp"

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <string>
#include <utility>

#include "api/openapi_parameters.hpp"

namespace exportd::api {

namespace json = boost::json;

namespace {

// A repeated control must say the same each time, as a repeated parameter of a query must.
json::object one_or_several(json::object schema) {
  return {{"anyOf", json::array{schema, {{"type", "array"}, {"items", schema}}}}};
}

// An empty address is as good as none, where none is needed: forms send empty fields.
json::object email_schema(const Environment& environment) {
  const json::object address{{"type", "string"}, {"format", "email"}};
  json::object schema = one_or_several(
      environment.email_required ? address
                                 : json::object{{"anyOf", json::array{address, {{"const", ""}}, {{"type", "null"}}}}});
  schema["description"] = "Who is told when the run has ended.";
  return schema;
}

// The body holds what the query may hold, and the requester's address.
json::object request_body(const Environment& environment, const json::array& parameters) {
  json::object properties{
      {"email", email_schema(environment)},
      {"refresh", one_or_several({{"enum", json::array{"true", "false", "", true, false, nullptr}}})}};
  for (const json::value& parameter : parameters) {
    properties[parameter.at("name").as_string()] = json::object{{"$ref", "#/components/schemas/Value"}};
  }
  json::object schema{{"type", "object"}, {"additionalProperties", false}, {"properties", std::move(properties)}};
  if (environment.email_required) schema["required"] = json::array{"email"};
  return {{"application/json", {{"schema", schema}}}, {"application/x-www-form-urlencoded", {{"schema", schema}}}};
}

// A path of one environment from its template: its own parameters, and operation ids that are its own.
json::object path_of(const Environment& environment, const json::object& pattern, const json::array& parameters) {
  json::object path = pattern;
  for (auto& [method, value] : path) {
    if (method == "parameters") continue;
    json::object& operation = value.as_object();
    operation["operationId"] = std::string(operation["operationId"].as_string()) + "_" + environment.name;
    const bool searches = operation.erase("x-search") > 0;
    if (searches) {
      json::array all = operation["parameters"].as_array();
      for (const json::value& parameter : parameters) all.push_back(parameter);
      operation["parameters"] = std::move(all);
    }
    if (auto* body = operation.if_contains("requestBody")) {
      body->as_object()["required"] = environment.email_required;
      body->as_object()["content"] = request_body(environment, parameters);
    }
  }
  return path;
}

}  // namespace

json::object openapi_document(const ServiceParts& parts) {
  json::object document = json::parse(parts.openapi_base).as_object();
  const json::object patterns = document["x-environment-paths"].as_object();
  document.erase("x-environment-paths");
  if (!parts.rules.public_url.empty()) document["servers"] = json::array{json::object{{"url", parts.rules.public_url}}};
  json::object& paths = document["paths"].as_object();
  for (const Environment& environment : parts.environments) {
    const json::array parameters = openapi_parameters(environment);
    for (const auto& [name, pattern] : patterns) {
      paths["/v1/" + environment.name + "/" + std::string(name)] =
          path_of(environment, pattern.as_object(), parameters);
    }
  }
  return document;
}

}  // namespace exportd::api
