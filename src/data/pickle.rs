//! placeholder
use super::ImageSet;
use crate::error::Error;
use std::path::Path;
/// placeholder
pub fn read(_path: &Path) -> Result<ImageSet, Error> {
    todo!()
}
/// placeholder
pub fn decode(_bytes: &[u8], _path: &str) -> Result<ImageSet, Error> {
    todo!()
}
