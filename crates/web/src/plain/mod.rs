//! What programs ask for: watchers, search engines, and browsers for files and pictures.

pub mod files;
pub mod health;
pub mod metrics;
pub mod picture;
pub mod robots;
pub mod sitemap;
