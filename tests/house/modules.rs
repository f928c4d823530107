//! The files of a crate as a graph: an edge for each file that another one names.

use std::collections::{BTreeMap, VecDeque};
use std::fs;
use std::path::Path;

use crate::imports::Imports;

/// A module as the names that lead to it from the root of the crate.
type ModulePath = Vec<String>;

/// Which files name which, and with what words.
#[derive(Debug, Default)]
pub struct FileGraph {
    edges: BTreeMap<String, BTreeMap<String, String>>,
}

impl FileGraph {
    /// Reads the crate whose root is `lib.rs` in `source`, following its `mod` declarations.
    pub fn read(source: &Path) -> Self {
        let mut files = BTreeMap::new();
        let mut waiting = vec![(Vec::new(), "lib.rs".to_owned())];
        while let Some((module, file)) = waiting.pop() {
            let text =
                fs::read_to_string(source.join(&file)).unwrap_or_else(|error| panic!("{file}: {error}"));
            let imports = Imports::read(&text).unwrap_or_else(|error| panic!("{file}: {error}"));
            for child in &imports.children {
                let path = [&module[..], std::slice::from_ref(child)].concat();
                let name = path.join("/");
                let inside = format!("{name}/mod.rs");
                let file = if source.join(&inside).exists() { inside } else { format!("{name}.rs") };
                waiting.push((path, file));
            }
            files.insert(module, (file, imports));
        }
        Self::of(&files)
    }

    fn of(files: &BTreeMap<ModulePath, (String, Imports)>) -> Self {
        let mut graph = Self::default();
        for (module, (file, imports)) in files {
            for child in &imports.children {
                let child_path = [&module[..], std::slice::from_ref(child)].concat();
                graph.connect(file, &files[&child_path].0, format!("mod {child}"));
            }
            for path in &imports.paths {
                if let Some(target) = resolve(path, module, files) {
                    graph.connect(file, &files[&target].0, path.join("::"));
                }
            }
        }
        graph
    }

    fn connect(&mut self, from: &str, to: &str, words: String) {
        if from != to {
            self.edges.entry(from.to_owned()).or_default().entry(to.to_owned()).or_insert(words);
        }
    }

    /// The files, and how many edges there are.
    pub fn size(&self) -> (usize, usize) {
        (self.edges.len(), self.edges.values().map(BTreeMap::len).sum())
    }

    /// For each edge that lies on a cycle the shortest one, each once, as text: the short ones first.
    pub fn cycles(&self) -> Vec<String> {
        let edges = self.edges.iter().flat_map(|(from, to)| to.keys().map(move |to| (from, to)));
        let mut cycles: Vec<Vec<&str>> = edges.filter_map(|(from, to)| self.path(to, from)).collect();
        for cycle in &mut cycles {
            let first = (0..cycle.len()).min_by_key(|&n| cycle[n]).expect("a cycle has files");
            cycle.rotate_left(first);
        }
        cycles.sort_by_key(|cycle| (cycle.len(), cycle.clone()));
        cycles.dedup();
        cycles.iter().map(|cycle| self.describe(cycle)).collect()
    }

    /// The shortest way from one file to another, both included.
    fn path<'a>(&'a self, from: &'a str, to: &str) -> Option<Vec<&'a str>> {
        let mut reached = BTreeMap::from([(from, None)]);
        let mut queue = VecDeque::from([from]);
        while let Some(file) = queue.pop_front() {
            if file == to {
                let mut path: Vec<&str> = std::iter::successors(Some(file), |file| reached[file]).collect();
                path.reverse();
                return Some(path);
            }
            for next in self.edges.get(file).into_iter().flat_map(BTreeMap::keys) {
                if !reached.contains_key(next.as_str()) {
                    reached.insert(next, Some(file));
                    queue.push_back(next);
                }
            }
        }
        None
    }

    /// A line for each edge of the cycle: who names whom, and how.
    fn describe(&self, cycle: &[&str]) -> String {
        let next = cycle.iter().cycle().skip(1);
        let edges =
            cycle.iter().zip(next).map(|(from, to)| format!("{from} -> {to} ({})", self.edges[*from][*to]));
        edges.collect::<Vec<_>>().join("\n    ")
    }
}

/// The deepest module that `path` names, as seen from `module`; none for other crates and local names.
fn resolve(
    path: &[String],
    module: &[String],
    files: &BTreeMap<ModulePath, (String, Imports)>,
) -> Option<ModulePath> {
    let mut at = if path[0] == "crate" { Vec::new() } else { module.to_vec() };
    let is_anchored = ["crate", "self"].contains(&path[0].as_str());
    let is_child = || files.contains_key(&[module, &path[..1]].concat());
    if !is_anchored && path[0] != "super" && !is_child() {
        return None;
    }
    let rest = &path[usize::from(is_anchored)..];
    for name in rest {
        if name == "super" {
            at.pop()?;
            continue;
        }
        at.push(name.clone());
        if !files.contains_key(&at) {
            at.pop();
            break;
        }
    }
    Some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A crate of modules, each given as its path and its text.
    fn graph(modules: &[(&str, &str)]) -> FileGraph {
        let files = modules.iter().map(|(name, text)| {
            let path = name.split("::").filter(|part| !part.is_empty()).map(str::to_owned).collect();
            (path, ((*name).to_owned(), Imports::read(text).expect("Rust")))
        });
        FileGraph::of(&files.collect())
    }

    fn edges(graph: &FileGraph, from: &str) -> Vec<String> {
        graph.edges.get(from).map(|to| to.keys().cloned().collect()).unwrap_or_default()
    }

    #[test]
    fn a_path_leads_to_the_deepest_file_it_names() {
        let graph = graph(&[
            ("", "mod nn; mod tui;"),
            ("nn", "mod batch; mod matrix; pub use matrix::Matrix;"),
            ("nn::batch", "use super::matrix::Matrix; use super::Loss; use std::fmt;"),
            ("nn::matrix", ""),
            ("tui", "use crate::nn; fn f() { nn::matrix::zeros(); }"),
        ]);
        assert_eq!(edges(&graph, "nn::batch"), ["nn", "nn::matrix"]);
        assert_eq!(edges(&graph, "tui"), ["nn", "nn::matrix"]);
        assert_eq!(edges(&graph, "nn"), ["nn::batch", "nn::matrix"]);
        assert_eq!(edges(&graph, ""), ["nn", "tui"]);
    }

    #[test]
    fn a_child_that_imports_from_its_parent_is_a_cycle() {
        let graph = graph(&[("", "mod a;"), ("a", "mod b; pub struct A;"), ("a::b", "use super::A;")]);
        assert_eq!(graph.cycles(), ["a -> a::b (mod b)\n    a::b -> a (super::A)"]);
    }

    #[test]
    fn siblings_that_need_each_other_are_a_cycle() {
        let graph = graph(&[
            ("", "mod a; mod b; mod c;"),
            ("a", "use crate::b::B;"),
            ("b", "fn f() { super::c::g() }"),
            ("c", "use super::a::*;"),
        ]);
        assert_eq!(graph.cycles().len(), 1, "{:?}", graph.cycles());
    }

    #[test]
    fn a_tree_has_no_cycle() {
        let graph =
            graph(&[("", "mod a; mod b;"), ("a", "pub struct A;"), ("b", "use crate::a::A; use super::a;")]);
        assert_eq!(graph.cycles(), Vec::<String>::new());
    }
}
