//! No file of `src` needs itself, by way of others.

use std::path::Path;

use crate::modules::FileGraph;

#[test]
fn the_graph_of_files_has_no_cycle() {
    let graph = FileGraph::read(Path::new("src"));
    let (files, edges) = graph.size();
    assert!(files > 50 && edges > 2 * files, "the sources were not read: {files} files, {edges} edges");
    let cycles = graph.cycles();
    assert!(cycles.is_empty(), "{} cycles:\n\n    {}\n", cycles.len(), cycles.join("\n\n    "));
}
