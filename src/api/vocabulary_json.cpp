#include "api/vocabulary_json.hpp"

#include <boost/json/array.hpp>
#include <string_view>

#include "core/parameter_kind.hpp"
#include "query/file_option_names.hpp"
#include "query/option_values.hpp"

namespace exportd::api {

namespace json = boost::json;

namespace {

template <class Texts>
json::array texts(const Texts& from) {
  json::array all;
  for (const auto& text : from) all.emplace_back(std::string_view(text));
  return all;
}

json::object parameter_json(const ParameterSpec& spec, const std::string& environment_url) {
  json::object parameter{{"name", spec.name},       {"kind", kind_name(spec.kind)}, {"aliases", texts(spec.aliases)},
                         {"example", spec.example}, {"words", spec.words},          {"values", nullptr}};
  if (has_values(spec.kind)) parameter["values"] = environment_url + "/parameters/" + spec.name + "/values";
  return parameter;
}

json::object option_json(const query::OptionWords& option) {
  json::object facts{{"name", option.name},
                     {"values", texts(option.words)},
                     {"default", nullptr},
                     {"several", option.several},
                     {"columnNames", option.names_too}};
  if (!option.several) facts["default"] = option.words.front();
  return facts;
}

}  // namespace

json::object parameters_json(const Environment& environment, const std::string& public_url) {
  json::array parameters;
  for (const ParameterSpec& spec : environment.parameters) {
    parameters.push_back(parameter_json(spec, public_url + "/v1/" + environment.name));
  }
  json::array options;
  for (const query::OptionWords& option : query::option_words()) options.push_back(option_json(option));
  json::object body{{"environment", environment.name},
                    {"title", environment.title},
                    {"emailRequired", environment.email_required},
                    {"parameters", std::move(parameters)},
                    {"boxEdges", json::array()},
                    {"ignored", texts(environment.ignored)},
                    {"fileOptions", std::move(options)}};
  if (environment.box_edges) body["boxEdges"] = texts(query::box_edge_names);
  return body;
}

}  // namespace exportd::api
