//! Cases and their contacts.
