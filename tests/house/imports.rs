//! Reads the paths that a source file names: in `use` items, in the code itself and inside macro calls.

use std::collections::BTreeMap;

use syn::visit::{self, Visit};
use syn::{Attribute, Item, ItemMod, ItemUse, Macro, UseTree, VisRestricted};

/// What one file says about modules.
#[derive(Debug, Default)]
pub struct Imports {
    /// Modules declared with `mod name;`, those for tests left out.
    pub children: Vec<String>,
    /// Every path of at least one segment, with the names that `use` gave to its first one put back.
    pub paths: Vec<Vec<String>>,
}

impl Imports {
    /// Reads the text of a file, and fails if it is not Rust.
    pub fn read(text: &str) -> syn::Result<Self> {
        let mut reader = Reader::default();
        reader.visit_file(&syn::parse_file(text)?);
        let Reader { children, used, named, aliases, .. } = reader;
        let named = named.into_iter().map(|path| resolve_alias(path, &aliases));
        Ok(Self { children, paths: used.into_iter().chain(named).collect() })
    }
}

/// Replaces a first segment that a `use` item introduced by the path it stands for.
fn resolve_alias(path: Vec<String>, aliases: &BTreeMap<String, Vec<String>>) -> Vec<String> {
    match aliases.get(&path[0]) {
        Some(target) => target.iter().chain(&path[1..]).cloned().collect(),
        None => path,
    }
}

#[derive(Default)]
struct Reader {
    children: Vec<String>,
    /// Paths of `use` items.
    used: Vec<Vec<String>>,
    /// Paths in the code.
    named: Vec<Vec<String>>,
    /// The names that `use` items introduce.
    aliases: BTreeMap<String, Vec<String>>,
    /// How many inline modules the reader is inside of: each takes one `super`.
    depth: usize,
}

impl Reader {
    /// Turns a path read inside inline modules into the path that the file's own module would write; none if it stays
    /// inside them.
    fn seen_from_file(&self, mut path: Vec<String>) -> Option<Vec<String>> {
        let mut depth = self.depth;
        while depth > 0 && path.first().is_some_and(|first| first == "super") {
            path.remove(0);
            depth -= 1;
        }
        let is_local = self.depth > 0 && depth > 0 && path.first().is_some_and(|first| first == "self");
        (!path.is_empty() && !is_local).then_some(path)
    }

    fn name(&mut self, path: Vec<String>) {
        self.named.extend(self.seen_from_file(path));
    }

    /// Takes apart the braces of a `use` item.
    fn take(&mut self, tree: &UseTree, before: &[String]) {
        let with = |name: &syn::Ident| [before, &[name.to_string()]].concat();
        match tree {
            UseTree::Path(path) => self.take(&path.tree, &with(&path.ident)),
            UseTree::Name(name) if name.ident == "self" => {
                self.import(before.to_vec(), before.last().cloned());
            }
            UseTree::Name(name) => self.import(with(&name.ident), Some(name.ident.to_string())),
            UseTree::Rename(name) => self.import(with(&name.ident), Some(name.rename.to_string())),
            UseTree::Glob(_) => self.import(before.to_vec(), None),
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.take(tree, before)),
        }
    }

    fn import(&mut self, path: Vec<String>, alias: Option<String>) {
        let Some(path) = self.seen_from_file(path) else { return };
        if let Some(alias) = alias.filter(|alias| path[0] != *alias) {
            self.aliases.insert(alias, path.clone());
        }
        self.used.push(path);
    }
}

impl<'ast> Visit<'ast> for Reader {
    fn visit_item(&mut self, item: &'ast Item) {
        let attributes = match item {
            Item::Mod(item) => &item.attrs,
            Item::Use(item) => &item.attrs,
            Item::Fn(item) => &item.attrs,
            Item::Impl(item) => &item.attrs,
            _ => return visit::visit_item(self, item),
        };
        if !attributes.iter().any(is_for_tests) {
            visit::visit_item(self, item);
        }
    }

    fn visit_item_mod(&mut self, item: &'ast ItemMod) {
        if item.content.is_none() {
            self.children.push(item.ident.to_string());
        }
        self.depth += 1;
        visit::visit_item_mod(self, item);
        self.depth -= 1;
    }

    fn visit_item_use(&mut self, item: &'ast ItemUse) {
        self.take(&item.tree, &[]);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.name(path.segments.iter().map(|segment| segment.ident.to_string()).collect());
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast Macro) {
        self.visit_path(&call.path);
        for path in paths_in_tokens(&call.tokens.to_string()) {
            self.name(path);
        }
    }

    /// Visibility is no import: `pub(in crate::nn)`.
    fn visit_vis_restricted(&mut self, _: &'ast VisRestricted) {}

    fn visit_attribute(&mut self, _: &'ast Attribute) {}
}

fn is_for_tests(attribute: &Attribute) -> bool {
    attribute.path().is_ident("cfg")
        && attribute.parse_args::<syn::Path>().is_ok_and(|path| path.is_ident("test"))
}

/// The paths of two segments or more among the tokens of a macro call, which have no syntax tree.
fn paths_in_tokens(tokens: &str) -> Vec<Vec<String>> {
    let is_path = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    let text = tokens.replace(" :: ", "::").replace(":: ", "::").replace(" ::", "::");
    let words = text.split(|c| !is_path(c)).map(|word| word.trim_matches(':'));
    let paths = words.filter(|word| word.contains("::"));
    paths.map(|path| path.split("::").map(str::to_owned).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(text: &str) -> Vec<String> {
        let imports = Imports::read(text).expect("Rust");
        imports.paths.iter().map(|path| path.join("::")).collect()
    }

    #[test]
    fn use_items_are_taken_apart() {
        let text = "pub use crate::nn::{self, batch::{Batch, Rows as R}, loss::*};";
        let expected = ["crate::nn", "crate::nn::batch::Batch", "crate::nn::batch::Rows", "crate::nn::loss"];
        assert_eq!(paths(text), expected);
        assert_eq!(paths("use super::super::{a, b::C}; use self::d::E;").len(), 3);
    }

    #[test]
    fn paths_in_code_count() {
        assert_eq!(paths("fn f() { super::x::y(1); }"), ["super::x::y"]);
        assert_eq!(paths("struct S { x: crate::a::B }"), ["crate::a::B"]);
        assert_eq!(paths("const A: [u8; 2] = [0; crate::a::N];")[1..], ["crate::a::N"]);
    }

    #[test]
    fn paths_in_macro_calls_count() {
        assert_eq!(
            paths("fn f() { vec![super::x::y(), crate::a::B { c }] }")[1..],
            ["super::x::y", "crate::a::B"]
        );
    }

    #[test]
    fn an_imported_module_is_followed() {
        assert!(
            paths("use crate::tui; fn f() { tui::app::run(); }").contains(&"crate::tui::app::run".to_owned())
        );
    }

    #[test]
    fn tests_comments_and_visibility_are_left_out() {
        let text = "
            //! See `crate::a`.
            #[cfg(test)] mod tests;
            #[cfg(test)] use crate::b;
            mod child;
            #[cfg(test)] mod unit { use crate::c; }
            /// As [`crate::d`].
            pub(in crate::e) fn f() {} // crate::f";
        let imports = Imports::read(text).expect("Rust");
        assert_eq!((imports.children, imports.paths), (vec!["child".to_owned()], vec![]));
    }

    #[test]
    fn inline_modules_take_a_super_each() {
        assert_eq!(paths("mod inner { use super::X; use super::super::Y; }"), ["X", "super::Y"]);
    }
}
