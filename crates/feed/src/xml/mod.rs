//! XML as people write it: tokens, namespaces, text. Nothing in it is an error; what cannot be meant is passed over.

mod attributes;
mod name;
mod scan;

pub(crate) use attributes::Attributes;
pub(crate) use name::{Namespace, Namespaces};
pub(crate) use scan::{Scanner, Tag, Token};
