//! Lists that have to name every variant of an enum, which the compiler does not check.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use syn::visit::{self, Visit};
use syn::{Expr, ImplItem, ImplItemConst, ItemEnum, ItemImpl, Type};

use crate::sources::rust_files;

/// The enums of the sources, and the lists of their variants that are called `ALL`.
#[derive(Default)]
struct ClosedSets {
    variants: BTreeMap<String, BTreeSet<String>>,
    listed: BTreeMap<String, BTreeSet<String>>,
}

impl<'ast> Visit<'ast> for ClosedSets {
    fn visit_item_enum(&mut self, item: &'ast ItemEnum) {
        let variants = item.variants.iter().map(|variant| variant.ident.to_string());
        self.variants.insert(item.ident.to_string(), variants.collect());
    }

    fn visit_item_impl(&mut self, item: &'ast ItemImpl) {
        if let Type::Path(path) = &*item.self_ty {
            let name = path.path.segments.last().expect("a name").ident.to_string();
            for item in &item.items {
                if let ImplItem::Const(constant) = item
                    && constant.ident == "ALL"
                {
                    self.listed.insert(name.clone(), elements(constant));
                }
            }
        }
        visit::visit_item_impl(self, item);
    }
}

/// The last names of the paths in an array, some of which may have fields.
fn elements(constant: &ImplItemConst) -> BTreeSet<String> {
    fn last(expr: &Expr) -> Option<String> {
        match expr {
            Expr::Path(path) => path.path.segments.last().map(|segment| segment.ident.to_string()),
            Expr::Call(call) => last(&call.func),
            _ => None,
        }
    }
    let Expr::Array(array) = &constant.expr else { return BTreeSet::new() };
    array.elems.iter().filter_map(last).collect()
}

fn read(folder: &str) -> ClosedSets {
    let mut sets = ClosedSets::default();
    for file in rust_files(folder) {
        let text = fs::read_to_string(&file).expect("text");
        sets.visit_file(&syn::parse_file(&text).expect("Rust"));
    }
    sets
}

#[test]
fn every_list_of_variants_is_complete() {
    let sets = read("src");
    assert!(sets.listed.len() > 8, "the lists were not found");
    for (name, listed) in &sets.listed {
        assert_eq!(listed, &sets.variants[name], "{name}::ALL does not list every variant");
    }
}

#[test]
fn every_action_has_a_key() {
    let bindings = fs::read_to_string("src/tui/keymap/bindings.rs").expect("text");
    let sets = read("src/tui/action");
    let actions = sets.variants.iter().filter(|(name, _)| name.len() > 6 && name.ends_with("Action"));
    let all: Vec<String> = actions
        .flat_map(|(name, variants)| variants.iter().map(move |variant| format!("{name}::{variant}")))
        .collect();
    assert!(all.len() > 30, "the actions were not found");
    for action in all {
        let is_bound = bindings.split(&action).skip(1).any(|after| !after.starts_with(char::is_alphanumeric));
        assert!(is_bound, "{action} has no key in src/tui/keymap/bindings.rs");
    }
}
