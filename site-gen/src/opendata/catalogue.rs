//! What tables there are: a Data Package (v2) beside them, and a DCAT catalogue as JSON-LD and Turtle that say the same.
//!
//! Entry points: [`package`], [`json_ld`], [`turtle`]. Made in the second round: it states bytes and hashes of the tables.

use super::{Made, MadeFile, halls, residents, table};
use crate::library::Reader;
use crate::outputs::RenderFault;
use governance::dates::Day;
use governance::labelled::Labelled;
use governance::records::Kind;
use serde_json::{Map, Value, json};
use std::fmt::Write;

/// The licence of the data: Creative Commons Attribution 4.0.
pub(crate) const LICENCE: (&str, &str) =
    ("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/");

/// A table with its files.
struct Table<'m> {
    source: Source,
    name: &'static str,
    modified: Option<Day>,
    csv: Vec<(&'m str, &'m MadeFile)>,
    json: Vec<(&'m str, &'m MadeFile)>,
}

/// What a table is of.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Source {
    /// Records of a kind.
    Kind(Kind),
    /// What residents filed.
    Residents(residents::Table),
    Halls(halls::Table),
}

impl Source {
    /// The name of its files.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Kind(kind) => table::name(kind),
            Self::Residents(table) => table.id(),
            Self::Halls(table) => table.id(),
        }
    }

    /// Every table that there is.
    pub(crate) fn all(reader: &Reader<'_>) -> Vec<Self> {
        let kinds = Kind::ALL.iter().copied().map(Self::Kind);
        let filed = residents::Table::ALL.iter().copied().map(Self::Residents);
        let halls = halls::Table::ALL.iter().copied().map(Self::Halls);
        kinds
            .chain(halls)
            .chain(filed.filter(|_| reader.is_published()))
            .collect()
    }

    fn zh(self) -> &'static str {
        match self {
            Self::Kind(kind) => kind.zh(),
            Self::Residents(table) => table.zh(),
            Self::Halls(table) => table.zh(),
        }
    }

    fn en(self) -> &'static str {
        match self {
            Self::Kind(kind) => kind.en(),
            Self::Residents(table) => table.en(),
            Self::Halls(table) => table.en(),
        }
    }

    fn schema(self, known: &[&str]) -> Value {
        match self {
            Self::Kind(kind) => super::fields::schema(kind, known),
            Self::Residents(table) => residents::schema(table, known),
            Self::Halls(table) => halls::schema(table, known),
        }
    }
}

/// The tables of what residents filed; none without a snapshot.
fn of_residents<'m>(reader: &Reader<'_>, made: &'m Made) -> Vec<Table<'m>> {
    let Some(published) = reader.published() else {
        return Vec::new();
    };
    let table = |table: &residents::Table| {
        let file = |extension: &str| {
            let (path, file) = made.get_key_value(table.path(extension).as_str())?;
            Some((&**path, file))
        };
        Some(Table {
            source: Source::Residents(*table),
            name: table.id(),
            modified: Some(published.taken_on()),
            csv: vec![file("csv")?],
            json: vec![file("json")?],
        })
    };
    residents::Table::ALL.iter().filter_map(table).collect()
}

/// The tables of halls: as new as the newest meeting.
fn of_halls<'m>(reader: &Reader<'_>, made: &'m Made) -> Vec<Table<'m>> {
    let modified = reader.newest(Kind::Meeting);
    let table = |table: &halls::Table| {
        let file = |extension: &str| {
            let (path, file) = made.get_key_value(table.path(extension).as_str())?;
            Some((&**path, file))
        };
        Some(Table {
            source: Source::Halls(*table),
            name: table.id(),
            modified,
            csv: vec![file("csv")?],
            json: vec![file("json")?],
        })
    };
    halls::Table::ALL.iter().filter_map(table).collect()
}

fn tables<'m>(reader: &Reader<'_>, made: &'m Made) -> Vec<Table<'m>> {
    reader.note_made();
    let mut tables = Vec::new();
    for kind in Kind::ALL.iter().copied() {
        let files = |extension: &str| {
            let whole = table::path(kind, table::Part::Whole, extension);
            let parts = format!("data/{}/", table::name(kind));
            let all = made.iter().filter(move |(path, _)| {
                ***path == *whole
                    || path.starts_with(&parts) && path.ends_with(extension_of(&whole))
            });
            all.map(|(path, file)| (&**path, file)).collect::<Vec<_>>()
        };
        let (csv, json) = (files("csv"), files("json"));
        if csv.is_empty() {
            continue;
        }
        tables.push(Table {
            source: Source::Kind(kind),
            name: table::name(kind),
            modified: reader.newest(kind),
            csv,
            json,
        });
    }
    tables.extend(of_residents(reader, made));
    tables.extend(of_halls(reader, made));
    tables
}

fn extension_of(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or("")
}

/// Appends `datapackage.json`.
///
/// # Errors
/// [`RenderFault::Json`] never in practice.
pub(crate) fn package(
    reader: &Reader<'_>,
    made: &Made,
    out: &mut Vec<u8>,
) -> Result<(), RenderFault> {
    let site = reader.site();
    let tables = tables(reader, made);
    let package = json!({
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "mingtang",
        "id": site.absolute("/data/"),
        "title": site.config.name,
        "homepage": site.absolute("/"),
        "licenses": [{ "name": LICENCE.0, "path": LICENCE.1 }],
        "contributors": [{ "title": site.config.name, "roles": ["publisher"] }],
        "resources": tables.iter().map(|table| resource(table, &tables)).collect::<Vec<_>>(),
    });
    serde_json::to_writer_pretty(&mut *out, &package)?;
    out.push(b'\n');
    Ok(())
}

fn resource(table: &Table<'_>, all: &[Table<'_>]) -> Value {
    let below = |path: &str| path.trim_start_matches("data/").to_owned();
    let mut resource = Map::new();
    resource.insert("name".into(), table.name.into());
    resource.insert("type".into(), "table".into());
    resource.insert(
        "$schema".into(),
        "https://datapackage.org/profiles/2.0/dataresource.json".into(),
    );
    resource.insert("title".into(), table.source.zh().into());
    resource.insert("description".into(), table.source.en().into());
    match &table.csv[..] {
        [(path, file)] => {
            resource.insert("path".into(), below(path).into());
            resource.insert("bytes".into(), file.bytes.into());
            resource.insert("hash".into(), format!("sha256:{}", file.sha256).into());
        }
        parts => {
            let paths: Vec<String> = parts.iter().map(|(path, _)| below(path)).collect();
            let bytes: u64 = parts.iter().map(|(_, file)| file.bytes).sum();
            resource.insert("path".into(), paths.into());
            resource.insert("bytes".into(), bytes.into());
        }
    }
    resource.insert("format".into(), "csv".into());
    resource.insert("mediatype".into(), "text/csv".into());
    resource.insert("encoding".into(), "utf-8".into());
    let json: Vec<String> = table.json.iter().map(|(path, _)| below(path)).collect();
    resource.insert("mingtang:json".into(), json.into());
    let known: Vec<&str> = all.iter().map(|table| table.name).collect();
    resource.insert("schema".into(), table.source.schema(&known));
    Value::Object(resource)
}

/// Appends the catalogue as JSON-LD; its context is in it.
///
/// # Errors
/// [`RenderFault::Json`] never in practice.
pub(crate) fn json_ld(
    reader: &Reader<'_>,
    made: &Made,
    out: &mut Vec<u8>,
) -> Result<(), RenderFault> {
    let site = reader.site();
    let zh = |text: &str| json!({ "@value": text, "@language": "zh" });
    let datasets: Vec<Value> = tables(reader, made)
        .iter()
        .map(|table| dataset(table, reader))
        .collect();
    let catalogue = json!({
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
            "spdx": "http://spdx.org/rdf/terms#",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        },
        "@id": site.absolute("/data/"),
        "@type": "dcat:Catalog",
        "dct:title": zh(&format!("{}开放数据", site.config.name)),
        "dct:description": zh(description(reader)),
        "dct:publisher": {
            "@id": site.absolute("/#publisher"),
            "@type": "foaf:Agent",
            "foaf:name": zh(&site.config.name),
        },
        "dct:license": { "@id": LICENCE.1 },
        "foaf:homepage": { "@id": site.absolute("/") },
        "dcat:dataset": datasets,
    });
    serde_json::to_writer_pretty(&mut *out, &catalogue)?;
    out.push(b'\n');
    Ok(())
}

fn description<'a>(reader: &Reader<'a>) -> &'a str {
    let config = &reader.site().config;
    config.description.as_deref().unwrap_or(&config.name)
}

fn dataset(table: &Table<'_>, reader: &Reader<'_>) -> Value {
    let site = reader.site();
    let zh = |text: &str| json!({ "@value": text, "@language": "zh" });
    let files = table.csv.iter().chain(&table.json);
    let distributions: Vec<Value> = files
        .map(|(path, file)| {
            json!({
                "@id": distribution_id(path, reader),
                "@type": "dcat:Distribution",
                "dct:title": zh(path),
                "dcat:accessURL": { "@id": site.absolute(&format!("/{path}")) },
                "dcat:downloadURL": { "@id": site.absolute(&format!("/{path}")) },
                "dcat:mediaType": { "@id": media(path) },
                "dct:license": { "@id": LICENCE.1 },
                "dcat:byteSize": { "@value": file.bytes.to_string(), "@type": "xsd:nonNegativeInteger" },
                "spdx:checksum": {
                    "@id": format!("{}-checksum", distribution_id(path, reader)),
                    "@type": "spdx:Checksum",
                    "spdx:algorithm": { "@id": "http://spdx.org/rdf/terms#checksumAlgorithm_sha256" },
                    "spdx:checksumValue": { "@value": &file.sha256, "@type": "xsd:hexBinary" },
                },
            })
        })
        .collect();
    let mut dataset = json!({
        "@id": site.absolute(&format!("/data/#{}", table.name)),
        "@type": "dcat:Dataset",
        "dct:title": zh(table.source.zh()),
        "dct:description": zh(&format!("{}：全部记录。", table.source.zh())),
        "dct:publisher": { "@id": site.absolute("/#publisher") },
        "dcat:distribution": distributions,
    });
    if let Some(day) = table.modified {
        dataset["dct:modified"] = json!({ "@value": day.to_string(), "@type": "xsd:date" });
    }
    dataset
}

/// The tables in the words of schema.org, for the page that offers them; their JSON stands in the catalogues beside it.
pub(crate) fn schema_org(reader: &Reader<'_>) -> Value {
    let site = reader.site();
    let dataset = |source: Source| {
        let name = source.name();
        json!({
            "@type": "Dataset",
            "@id": site.absolute(&format!("/data/#{name}")),
            "name": source.zh(),
            "description": format!("{}：全部记录。", source.zh()),
            "distribution": {
                "@type": "DataDownload",
                "encodingFormat": "text/csv",
                "contentUrl": site.absolute(&format!("/data/{name}.csv")),
            },
        })
    };
    json!({
        "@type": "DataCatalog",
        "@id": site.absolute("/data/"),
        "url": site.absolute("/data/"),
        "name": format!("{}开放数据", site.config.name),
        "description": description(reader),
        "license": LICENCE.1,
        "creator": { "@type": "Organization", "name": site.config.name },
        "dataset": Source::all(reader).into_iter().map(dataset).collect::<Vec<_>>(),
    })
}

fn distribution_id(path: &str, reader: &Reader<'_>) -> String {
    let name = path.trim_start_matches("data/").replace(['/', '.'], "-");
    reader.site().absolute(&format!("/data/#{name}"))
}

fn media(path: &str) -> &'static str {
    if path.ends_with("csv") {
        "https://www.iana.org/assignments/media-types/text/csv"
    } else {
        "https://www.iana.org/assignments/media-types/application/json"
    }
}

/// Appends the catalogue as Turtle.
pub(crate) fn turtle(reader: &Reader<'_>, made: &Made, out: &mut Vec<u8>) {
    let site = reader.site();
    let tables = tables(reader, made);
    let mut ttl = String::from(
        "@prefix dcat: <http://www.w3.org/ns/dcat#> .\n@prefix dct: <http://purl.org/dc/terms/> .\n\
         @prefix foaf: <http://xmlns.com/foaf/0.1/> .\n@prefix spdx: <http://spdx.org/rdf/terms#> .\n\
         @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n\n",
    );
    let publisher = site.absolute("/#publisher");
    let _ = writeln!(ttl, "<{}> a dcat:Catalog ;", site.absolute("/data/"));
    let _ = writeln!(
        ttl,
        "  dct:title {} ;",
        zh(&format!("{}开放数据", site.config.name))
    );
    let _ = writeln!(ttl, "  dct:description {} ;", zh(description(reader)));
    let _ = writeln!(
        ttl,
        "  dct:publisher <{publisher}> ;\n  dct:license <{}> ;",
        LICENCE.1
    );
    for table in &tables {
        let _ = writeln!(
            ttl,
            "  dcat:dataset <{}> ;",
            site.absolute(&format!("/data/#{}", table.name))
        );
    }
    let _ = writeln!(ttl, "  foaf:homepage <{}> .\n", site.absolute("/"));
    let _ = writeln!(
        ttl,
        "<{publisher}> a foaf:Agent ;\n  foaf:name {} .",
        zh(&site.config.name)
    );
    for table in &tables {
        turtle_dataset(table, reader, &mut ttl);
    }
    out.extend_from_slice(ttl.as_bytes());
}

fn turtle_dataset(table: &Table<'_>, reader: &Reader<'_>, ttl: &mut String) {
    let site = reader.site();
    let _ = writeln!(
        ttl,
        "\n<{}> a dcat:Dataset ;",
        site.absolute(&format!("/data/#{}", table.name))
    );
    let _ = writeln!(ttl, "  dct:title {} ;", zh(table.source.zh()));
    let _ = writeln!(
        ttl,
        "  dct:description {} ;",
        zh(&format!("{}：全部记录。", table.source.zh()))
    );
    if let Some(day) = table.modified {
        let _ = writeln!(ttl, "  dct:modified \"{day}\"^^xsd:date ;");
    }
    for (path, _) in table.csv.iter().chain(&table.json) {
        let _ = writeln!(
            ttl,
            "  dcat:distribution <{}> ;",
            distribution_id(path, reader)
        );
    }
    let _ = writeln!(ttl, "  dct:publisher <{}> .", site.absolute("/#publisher"));
    for (path, file) in table.csv.iter().chain(&table.json) {
        turtle_distribution(path, file, reader, ttl);
    }
}

fn turtle_distribution(path: &str, file: &MadeFile, reader: &Reader<'_>, ttl: &mut String) {
    let (id, address) = (
        distribution_id(path, reader),
        reader.site().absolute(&format!("/{path}")),
    );
    let _ = writeln!(
        ttl,
        "\n<{id}> a dcat:Distribution ;\n  dct:title {} ;",
        zh(path)
    );
    let _ = writeln!(
        ttl,
        "  dcat:accessURL <{address}> ;\n  dcat:downloadURL <{address}> ;"
    );
    let _ = writeln!(
        ttl,
        "  dcat:mediaType <{}> ;\n  dct:license <{}> ;",
        media(path),
        LICENCE.1
    );
    let _ = writeln!(
        ttl,
        "  dcat:byteSize \"{}\"^^xsd:nonNegativeInteger ;",
        file.bytes
    );
    let _ = writeln!(
        ttl,
        "  spdx:checksum <{id}-checksum> .\n\n<{id}-checksum> a spdx:Checksum ;"
    );
    let _ = writeln!(
        ttl,
        "  spdx:algorithm <http://spdx.org/rdf/terms#checksumAlgorithm_sha256> ;"
    );
    let _ = writeln!(
        ttl,
        "  spdx:checksumValue \"{}\"^^xsd:hexBinary .",
        file.sha256
    );
}

/// A Chinese literal of Turtle.
fn zh(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out.push_str("\"@zh");
    out
}
