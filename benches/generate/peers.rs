//! Generates a client with another library, as its documentation recommends: `peers NAME OPENAPI FOLDER`.

use std::error::Error;
use std::fs;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, name, document, folder] = arguments.as_slice() else {
        return Err("peers NAME OPENAPI FOLDER".into());
    };
    fs::create_dir_all(folder)?;
    let text = fs::read_to_string(document)?;
    match name.as_str() {
        "progenitor" => progenitor(&text, Path::new(folder)),
        "openapi-to-rust" => openapi_to_rust(&text, Path::new(folder)),
        other => Err(format!("nobody is called {other}").into()),
    }
}

fn progenitor(text: &str, folder: &Path) -> Result<(), Box<dyn Error>> {
    let document = serde_json::from_str(text)?;
    let mut generator = progenitor::Generator::default();
    let tokens = generator.generate_tokens(&document)?;
    let source = prettyplease::unparse(&syn::parse2(tokens)?);
    Ok(fs::write(folder.join("lib.rs"), source)?)
}

fn openapi_to_rust(text: &str, folder: &Path) -> Result<(), Box<dyn Error>> {
    use openapi_to_rust::{CodeGenerator, GeneratorConfig, SchemaAnalyzer, TypeMapper};

    let document = serde_json::from_str(text)?;
    // The settings that `openapi-to-rust init` writes: a client without tracing.
    let mut config = GeneratorConfig {
        output_dir: folder.to_path_buf(),
        module_name: "api".to_owned(),
        tracing_enabled: false,
        ..GeneratorConfig::default()
    };
    config.apply_spec_server_default(&document);
    let mapper = TypeMapper::new(config.types.clone());
    let mut analysis = SchemaAnalyzer::with_type_mapper(document, mapper)?.analyze()?;
    let generator = CodeGenerator::new(config);
    let files = generator.generate_all(&mut analysis)?;
    Ok(generator.write_files(&files)?)
}
