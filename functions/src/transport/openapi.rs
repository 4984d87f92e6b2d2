//! The contract as OpenAPI 3.1, made from the forms, the routes and the table of problems: there is nothing in it that could drift from them.
//!
//! Entry point: [`document`].

use super::problem::{Code, ROWS};
use super::routes::{Op, ROUTES, Route};
use super::shown;
use governance::cases::CaseCategory;
use governance::forms::check::{CLIENT_KEY_MAX, PROOF_MAX};
use governance::forms::{CLIENT_KEY, Field, Form, HONEYPOT, Kind, LANG, LEAKS, PROOF};
use governance::labelled::Labelled;
use governance::vouchers::TOKEN_MAX;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The whole document.
pub fn document() -> Value {
    let paths: Map<String, Value> = ROUTES
        .iter()
        .map(|route| {
            let method = if route.is_posted() { "post" } else { "get" };
            (route.path.into(), json!({method: operation(route)}))
        })
        .collect();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "明堂 Mingtang",
            "version": "1",
            "description": "居民反映的接口：投诉、评价、意见。JSON 与表单提交都接受；只收 UTF-8。The residents' side: complaints, ratings, feedback; JSON and form posts alike, in UTF-8.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": paths,
        "components": {"schemas": schemas()},
    })
}

fn operation(route: &Route) -> Value {
    let mut operation = json!({
        "operationId": operation_id(route.op),
        "summary": summary(route.op),
        "responses": responses(route),
    });
    if route.is_posted() {
        operation["requestBody"] = json!({"required": true, "content": bodies(route)});
    }
    operation
}

const fn operation_id(op: Op) -> &'static str {
    match op {
        Op::Health => "health",
        Op::Challenge => "challenge",
        Op::Contract => "openapi",
        Op::Feedback => "give_feedback",
        Op::Rate => "rate",
        Op::File => "file_complaint",
        Op::Track => "track_case",
        Op::Act => "act_on_case",
        Op::Open311Json => "open311_post_json",
        Op::Open311Xml => "open311_post_xml",
    }
}

const fn summary(op: Op) -> &'static str {
    match op {
        Op::Health => "服务与存储是否正常 / Whether service and store answer",
        Op::Challenge => "领取一道工作量证明题 / A challenge for proof of work",
        Op::Contract => "本文档 / This document",
        Op::Feedback => "提交意见、议题或页面评价 / Feedback, a topic, or whether a page is useful",
        Op::Rate => "评价一次服务 / Rate a service",
        Op::File => "提交投诉 / File a complaint",
        Op::Track => "凭查询编号和回执码查询 / Look a case up by reference and receipt",
        Op::Act => "对自己的投诉补充、回答、撤回、要求重办或评价 / Act on one's own case",
        Op::Open311Json => {
            "按 Open311 GeoReport v2 提交（JSON） / File by Open311, answered in JSON"
        }
        Op::Open311Xml => "按 Open311 GeoReport v2 提交（XML） / File by Open311, answered in XML",
    }
}

fn bodies(route: &Route) -> Value {
    if route.is_open311() {
        let form = json!({"schema": reference("open311_request")});
        return json!({"application/x-www-form-urlencoded": form});
    }
    let schema = match route.forms {
        [form] => reference(&form_name(form)),
        forms => {
            json!({"oneOf": forms.iter().map(|f| reference(&form_name(f))).collect::<Vec<_>>()})
        }
    };
    json!({
        "application/json": {"schema": schema},
        "application/x-www-form-urlencoded": {"schema": schema},
    })
}

fn responses(route: &Route) -> Value {
    let mut all: BTreeMap<u16, Vec<Code>> = BTreeMap::new();
    for code in route.all_codes() {
        all.entry(code.row().status).or_default().push(code);
    }
    let mut responses = Map::new();
    responses.insert(route.success.to_string(), success(route));
    for (status, codes) in all {
        responses.insert(status.to_string(), problem(route, &codes));
    }
    responses.into()
}

fn success(route: &Route) -> Value {
    let page = json!({"schema": {"type": "string"}});
    let content = match route.op {
        Op::Health => json!({"application/json": {"schema": reference("health")}}),
        Op::Challenge => json!({"application/json": {"schema": reference("challenge")}}),
        Op::Contract => json!({"application/json": {"schema": {"type": "object"}}}),
        Op::Feedback => answer("stored", &page),
        Op::Rate => answer("rated", &page),
        Op::File => answer("filed", &page),
        Op::Track | Op::Act => answer("case", &page),
        Op::Open311Json => json!({"application/json": {"schema": reference("open311_answer")}}),
        Op::Open311Xml => json!({"application/xml": page}),
    };
    json!({"description": "成功 / Success", "content": content})
}

fn answer(name: &str, page: &Value) -> Value {
    json!({"application/json": {"schema": reference(name)}, "text/html": page})
}

fn problem(route: &Route, codes: &[Code]) -> Value {
    let words: Vec<String> = codes
        .iter()
        .map(|c| format!("{}：{}", c.row().id, c.row().title.zh))
        .collect();
    let page = json!({"schema": {"type": "string"}});
    let content = match route.op {
        Op::Open311Json => json!({"application/json": {"schema": reference("open311_errors")}}),
        Op::Open311Xml => json!({"application/xml": page}),
        Op::Health
        | Op::Challenge
        | Op::Contract
        | Op::Feedback
        | Op::Rate
        | Op::File
        | Op::Track
        | Op::Act => {
            json!({"application/problem+json": {"schema": reference("problem")}, "text/html": page})
        }
    };
    json!({"description": words.join("；"), "content": content})
}

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

fn form_name(form: &Form) -> String {
    format!("{}_form", form.id.replace('-', "_"))
}

fn schemas() -> Value {
    let mut schemas = Map::new();
    for form in governance::forms::FORMS {
        schemas.insert(form_name(form), form_schema(form));
    }
    for (name, schema) in [
        ("problem", problem_schema()),
        ("health", object(&[("status", json!({"const": "ok"}))])),
        ("challenge", challenge_schema()),
        ("stored", object(&[("stored", json!({"const": true}))])),
        ("filed", filed_schema()),
        ("rated", rated_schema()),
        ("case", shown::schema()),
        ("open311_request", open311_request()),
        ("open311_answer", open311_answer()),
        ("open311_errors", open311_errors()),
    ] {
        schemas.insert(name.into(), schema);
    }
    schemas.into()
}

/// An object whose members are all there.
fn object(members: &[(&str, Value)]) -> Value {
    let required: Vec<&str> = members.iter().map(|(name, _)| *name).collect();
    let members: Map<String, Value> = members
        .iter()
        .map(|(name, schema)| ((*name).into(), schema.clone()))
        .collect();
    json!({"type": "object", "required": required, "properties": members})
}

fn form_schema(form: &Form) -> Value {
    let mut members = Map::new();
    for field in form.fields {
        members.insert(field.name.into(), field_schema(field));
    }
    let key = json!({"type": "string", "maxLength": CLIENT_KEY_MAX, "pattern": "^[0-9A-Za-z-]*$", "description": "同一份表单重复提交时不变 / the same for a repeat"});
    members.insert(CLIENT_KEY.into(), key);
    members.insert(LANG.into(), json!({"enum": ["zh-CN", "en"]}));
    members.insert(LEAKS.into(), json!({"enum": ["remove", "keep"], "description": "文字里像有个人信息时怎样处理 / what to do with personal data in a text"}));
    members.insert(PROOF.into(), json!({"type": "string", "maxLength": PROOF_MAX, "description": "salt:number:signature，见 /api/challenge"}));
    members.insert(
        HONEYPOT.into(),
        json!({"const": "", "description": "必须留空 / must stay empty"}),
    );
    let required = form.fields.iter().filter(|f| f.required);
    json!({
        "type": "object",
        "title": form.title.zh,
        "required": required.map(|f| f.name).collect::<Vec<_>>(),
        "properties": members,
        "additionalProperties": false,
    })
}

fn field_schema(field: &Field) -> Value {
    let mut schema = match field.kind {
        Kind::Line(limit) | Kind::Lines(limit) | Kind::Hidden(limit) => {
            json!({"type": "string", "maxLength": limit, "examples": ["示例"]})
        }
        Kind::One(list) => json!({"type": "string", "enum": ids(list)}),
        Kind::Some(list, max) => {
            json!({"type": "array", "maxItems": max, "items": {"type": "string", "enum": ids(list)}})
        }
        Kind::Consent => json!({"type": "string", "enum": ["yes", "no"]}),
        Kind::Day => json!({"type": "string", "format": "date", "examples": ["2021-11-12"]}),
        Kind::Place => place_schema(),
        Kind::Record => {
            json!({"type": "string", "pattern": "^[0-9A-Za-z][0-9A-Za-z_-]{0,63}$", "examples": ["V-0003"]})
        }
        // With the hyphens and spaces that people type in between.
        Kind::Code(limit) => json!({"type": "string", "maxLength": limit * 2}),
        Kind::Voucher => json!({"type": "string", "maxLength": TOKEN_MAX}),
    };
    if field.required && matches!(field.kind, Kind::Line(_) | Kind::Lines(_) | Kind::Hidden(_)) {
        schema["minLength"] = 1.into();
    }
    schema["title"] = field.label.zh.into();
    schema
}

fn place_schema() -> Value {
    json!({
        "type": "string",
        "pattern": "^[0-9]{12}$",
        "examples": ["420502001003"],
        "description": "社区（村）的12位区划代码 / division code of a community or village",
    })
}

fn ids(list: fn() -> Vec<governance::forms::Choice>) -> Vec<&'static str> {
    list().iter().map(|choice| choice.id).collect()
}

fn problem_schema() -> Value {
    let text = json!({"type": "string"});
    let codes: Vec<&str> = ROWS.iter().map(|row| row.id).collect();
    let fault = object(&[
        ("field", text.clone()),
        ("code", text.clone()),
        ("message", text.clone()),
    ]);
    let mut schema = object(&[
        ("type", json!({"type": "string", "format": "uri"})),
        ("title", text.clone()),
        ("status", json!({"type": "integer"})),
        ("detail", text),
        ("code", json!({"enum": codes})),
    ]);
    schema["properties"]["errors"] = json!({"type": "array", "items": fault});
    schema["properties"]["retry_after"] = json!({"type": "integer", "description": "秒 / seconds"});
    schema
}

fn challenge_schema() -> Value {
    let text = json!({"type": "string"});
    object(&[
        ("salt", text.clone()),
        ("hash", text.clone()),
        ("numbers", json!({"type": "integer"})),
        ("signature", text),
    ])
}

fn filed_schema() -> Value {
    let day = json!({"type": "string", "format": "date"});
    object(&[
        ("reference", json!({"type": "string"})),
        ("receipt", json!({"type": ["string", "null"]})),
        ("state", json!({"type": "string"})),
        ("acknowledge_by", day),
        (
            "answer_by",
            json!({"type": ["string", "null"], "format": "date"}),
        ),
        ("provisional", json!({"type": "boolean"})),
        ("track", json!({"type": "string"})),
    ])
}

fn rated_schema() -> Value {
    let flag = json!({"type": "boolean"});
    let mut schema = object(&[
        ("stored", json!({"const": true})),
        ("verified", flag.clone()),
        ("replaced", flag.clone()),
        ("second", flag),
        ("level", json!({"type": "string"})),
    ]);
    schema["properties"]["case"] = reference("filed");
    schema
}

fn open311_request() -> Value {
    let categories: Vec<&str> = CaseCategory::ALL.iter().map(|c| c.id()).collect();
    let text = json!({"type": "string"});
    let mut schema = object(&[
        ("service_code", json!({"enum": categories})),
        (
            "description",
            json!({"type": "string", "minLength": 1, "maxLength": governance::forms::complaint::WHAT_MAX}),
        ),
        ("address_id", place_schema()),
    ]);
    for name in super::open311::OPTIONAL {
        schema["properties"][*name] = text.clone();
    }
    schema
}

fn open311_answer() -> Value {
    let text = json!({"type": "string"});
    let row = object(&[
        ("service_request_id", text.clone()),
        ("service_notice", text.clone()),
        ("receipt", json!({"type": ["string", "null"]})),
    ]);
    json!({"type": "array", "items": row})
}

fn open311_errors() -> Value {
    let row = object(&[
        ("code", json!({"type": "string"})),
        ("description", json!({"type": "string"})),
    ]);
    json!({"type": "array", "items": row})
}
