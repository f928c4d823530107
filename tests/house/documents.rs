//! The documents name files, tables and functions that exist.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use syn::visit::{self, Visit};

use crate::sources::rust_files;

/// The names that a Rust file defines: modules, items, variants, fields, methods.
#[derive(Default)]
struct Definitions(BTreeSet<String>);

impl<'ast> Visit<'ast> for Definitions {
    fn visit_item(&mut self, item: &'ast syn::Item) {
        let name = match item {
            syn::Item::Const(item) => Some(&item.ident),
            syn::Item::Enum(item) => Some(&item.ident),
            syn::Item::Fn(item) => Some(&item.sig.ident),
            syn::Item::Mod(item) => Some(&item.ident),
            syn::Item::Struct(item) => Some(&item.ident),
            syn::Item::Trait(item) => Some(&item.ident),
            syn::Item::Type(item) => Some(&item.ident),
            _ => None,
        };
        self.0.extend(name.map(ToString::to_string));
        visit::visit_item(self, item);
    }

    /// Functions within a macro, such as the properties of `proptest!`.
    fn visit_macro(&mut self, invocation: &'ast syn::Macro) {
        let tokens = invocation.tokens.to_string();
        let words: Vec<&str> = tokens.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
        let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
        let functions = words.windows(2).filter(|pair| pair[0] == "fn").map(|pair| pair[1].to_owned());
        self.0.extend(functions);
    }

    fn visit_variant(&mut self, variant: &'ast syn::Variant) {
        self.0.insert(variant.ident.to_string());
        visit::visit_variant(self, variant);
    }

    fn visit_field(&mut self, field: &'ast syn::Field) {
        self.0.extend(field.ident.as_ref().map(ToString::to_string));
    }

    fn visit_impl_item(&mut self, item: &'ast syn::ImplItem) {
        let name = match item {
            syn::ImplItem::Const(item) => Some(&item.ident),
            syn::ImplItem::Fn(item) => Some(&item.sig.ident),
            _ => None,
        };
        self.0.extend(name.map(ToString::to_string));
    }
}

/// What each Rust file defines, by its path.
fn definitions() -> BTreeMap<PathBuf, BTreeSet<String>> {
    let files = ["src", "tests", "fuzz"].into_iter().flat_map(rust_files);
    let define = |file: PathBuf| {
        let mut names = Definitions::default();
        names.visit_file(&syn::parse_file(&fs::read_to_string(&file).expect("text")).expect("Rust"));
        (file, names.0)
    };
    files.map(define).collect()
}

/// The texts between backticks, with code blocks left out.
fn code_spans(text: &str) -> Vec<&str> {
    let prose = text.split("```").step_by(2);
    prose.flat_map(|prose| prose.split('`').skip(1).step_by(2)).collect()
}

fn is_name(text: &str) -> bool {
    let is_word = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
    };
    text.split("::").all(is_word)
}

/// Whether a text is meant as a path inside the repository: a word with a slash in it.
fn is_path(text: &str) -> bool {
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || "/._-".contains(c);
    text.contains('/') && !text.starts_with('/') && text.chars().all(is_allowed)
}

#[test]
fn paths_in_documents_exist() {
    for (document, folders) in [
        ("CONTRIBUTING.md", &["."][..]),
        ("README.md", &["."]),
        ("tests/README.md", &[".", "tests"]),
        ("benches/README.md", &[".", "benches"]),
        ("fuzz/README.md", &[".", "fuzz"]),
    ] {
        let text = fs::read_to_string(document).expect(document);
        let spans = code_spans(&text).into_iter().flat_map(str::split_whitespace);
        for path in spans.filter(|span| is_path(span) && !span.starts_with("target/")) {
            let exists = folders.iter().any(|folder| Path::new(folder).join(path).exists());
            assert!(exists, "{document}: there is no {path}");
        }
    }
}

#[test]
fn the_script_in_the_readme_is_that_of_the_examples() {
    let [readme, script] =
        ["README.md", "examples/sweep.sbatch"].map(|path| fs::read_to_string(path).expect(path));
    assert!(
        readme.contains(&format!("```sh\n{script}```")),
        "README.md: another script than examples/sweep.sbatch"
    );
}

#[test]
fn the_map_in_lib_rs_names_real_files_and_modules() {
    let text = fs::read_to_string("src/lib.rs").expect("text");
    let lines = text.lines().filter_map(|line| line.strip_prefix("//!")).collect::<Vec<_>>().join("\n");
    let words =
        lines.split(|c: char| c.is_whitespace() || "`,;".contains(c)).map(|word| word.trim_end_matches('.'));
    let is_path = |word: &&str| is_path(word) && word.starts_with(|c: char| c.is_ascii_lowercase());
    let paths: Vec<&str> = words.filter(is_path).collect();
    assert!(paths.len() > 5, "the map was not found");
    for path in paths {
        assert!(
            Path::new("src").join(path).exists() || Path::new(path).exists(),
            "src/lib.rs: there is no {path}"
        );
    }
    for name in code_spans(&lines).into_iter().filter(|span| span.contains("::") && is_name(span)) {
        // The last name may be an item that the module makes public.
        let module = name.rsplit_once("::").filter(|(_, item)| item.starts_with(char::is_uppercase));
        let module = module.map_or(name, |(module, _)| module);
        let file = Path::new("src").join(module.replace("::", "/"));
        let is_module = file.with_extension("rs").exists() || file.join("mod.rs").exists();
        let is_item = name.starts_with(char::is_uppercase);
        assert!(is_module || is_item, "src/lib.rs: there is no module {name}");
    }
}

#[test]
fn names_in_contributing_are_defined() {
    let text = fs::read_to_string("CONTRIBUTING.md").expect("CONTRIBUTING.md");
    let definitions = definitions();
    let is_defined = |name: &str| definitions.values().any(|names| names.contains(name));
    let names: Vec<&str> = code_spans(&text).into_iter().filter(|span| is_name(span)).collect();
    assert!(names.len() > 30, "the walks were not found");
    for name in names {
        for part in name.split("::").filter(|part| !["crate", "super"].contains(part)) {
            assert!(is_defined(part), "CONTRIBUTING.md: nothing is called {part}");
        }
    }
}

/// Where the text says that a name is in a file, as in "`SOURCES` in `src/data/registry.rs`", the file defines it.
#[test]
fn names_in_contributing_are_in_the_files_it_says() {
    let text = fs::read_to_string("CONTRIBUTING.md").expect("CONTRIBUTING.md");
    let definitions = definitions();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let parts: Vec<&str> = text.split('`').collect();
    let places = parts.windows(3).filter(|part| part[1] == " in " && is_name(part[0]) && is_path(part[2]));
    let mut count = 0;
    for place in places {
        let (name, path) = (place[0].rsplit("::").next().expect("a name"), Path::new(place[2]));
        let names =
            definitions.get(path).unwrap_or_else(|| panic!("CONTRIBUTING.md: no file {}", path.display()));
        assert!(names.contains(name), "CONTRIBUTING.md: {name} is not in {}", path.display());
        count += 1;
    }
    assert!(count > 10, "the tables were not found");
}

#[test]
fn the_table_of_test_binaries_is_complete() {
    let text = fs::read_to_string("tests/README.md").expect("text");
    let folders = fs::read_dir("tests").expect("a folder").map(|entry| entry.expect("an entry").path());
    let binaries = folders.filter(|folder| folder.join("main.rs").exists());
    let names: BTreeSet<String> =
        binaries.map(|folder| folder.file_name().expect("a name").to_string_lossy().into_owned()).collect();
    let table = text.split("| --- |").nth(1).expect("a table");
    let rows = table.lines().skip(1).take_while(|line| line.starts_with('|'));
    let listed: BTreeSet<String> =
        rows.map(|row| row.split('`').nth(1).expect("a name").to_owned()).collect();
    assert_eq!(listed, names);
}
