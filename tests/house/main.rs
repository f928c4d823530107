//! The rules of the source tree: who may import whom, and that the documents match the code.

mod architecture;
mod closed_sets;
mod cycles;
mod documents;
mod imports;
mod modules;
mod sources;
