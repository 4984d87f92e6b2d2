//! The rules that content is held against: one file a rule, all of them in one list.
//!
//! Entry points: [`LIST`], [`explain()`]. A rule names the record and the field; it must not read files or know the clock.
//! To add a rule: a file beside the others, its name in the list below, and a good and a bad case under `tests/cases/rules/`.

mod census;
mod claims;
mod explain;
mod finding;
mod setting;

pub use census::{Census, Member};
pub use claims::{Claims, Reference, Seal, StatedFile, To};
pub use explain::{explain, find};
pub use finding::{Finding, Findings};
pub use setting::{Denied, Law, Setting};

use crate::diagnostic::{Code, Severity};
use governance::records::Record;

/// A text in both languages, known when the program is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Both {
    /// Chinese.
    pub zh: &'static str,
    /// English.
    pub en: &'static str,
}

/// [`Both`] texts.
pub const fn both(zh: &'static str, en: &'static str) -> Both {
    Both { zh, en }
}

/// A rule with its page.
#[derive(Debug)]
pub struct Rule {
    /// Code, never given to another rule.
    pub code: Code,
    /// Whether a site with this fault can be published.
    pub severity: Severity,
    /// The rule in a few words.
    pub title: Both,
    /// What it asks.
    pub what: Both,
    /// Why: the law, the standard, or what goes wrong otherwise.
    pub why: Both,
    /// Content that breaks it.
    pub example: &'static str,
    /// How to put it right.
    pub remedy: Both,
    /// How it is held.
    pub check: Check,
}

/// How a rule is held.
#[derive(Debug, Clone, Copy)]
pub enum Check {
    /// By a step of the pipeline, while it works.
    Step,
    /// By looking at one record.
    Record(fn(&Record, &mut Findings)),
    /// By looking at one record with the day and the settings in mind.
    Dated(fn(&Record, &Setting, &mut Findings)),
    /// By looking at all records.
    All(fn(&Census<'_>, &Setting, &mut Vec<(usize, Finding)>)),
}

/// Declares the modules of the rules and the list of them.
macro_rules! rules {
    ($($name:ident)+) => {
        $(pub(crate) mod $name;)+
        /// Every rule, in the order of codes.
        pub static LIST: &[&Rule] = &[$(&$name::RULE,)+];
    };
}

rules! {
    unreadable_file
    symbolic_link
    unknown_folder
    file_name
    file_size
    too_many_files
    unknown_format
    not_text
    other_encoding
    control_character
    too_many_faults
    image_left
    no_front_matter
    front_matter_size
    nested_too_deep
    full_width_colon
    colon_without_blank
    wide_indentation
    yaml_syntax
    yaml_extras
    field_twice
    toml_syntax
    missing_field
    unknown_field
    wrong_structure
    not_in_list
    wrong_date
    date_form
    wrong_number
    number_form
    wrong_share
    wrong_flag
    wrong_id
    wrong_code
    wrong_link
    document_number
    credit_code
    curly_quotes
    quoted_text
    misfit
    duplicate_id
    unknown_reference
    unknown_division
    unknown_department
    changes_in_order
    missing_attachment
    temporary_item
    assist_basis
    assist_funding
    expired_but_active
    repealed_law
    denied_certificate
    certificate_details
    exit_details
    period_of_item
    negative_item
    law_not_in_force
    pending_details
    approval_details
    funding_source
    basis_dates
    statutory_basis
    vote_sum
    resolution_by_whom
    resolution_quorum
    resolution_majority
    action_done
    action_cancelled
    extension
    attendance
    public_notice_days
    assembly_notice
    corrections
    meeting_times
    held_in_future
    outcome_before_meeting
    agenda_numbers
    escalation
    tier_and_body
    majority_outcome
    topic_refused
    topic_without_agenda
    circulation
    final_minutes
    consensus_opposed
    resolution_outcome
    agenda_lead
    escalation_source
    action_progress
    steps_in_order
    body_and_place
    sealed_minutes
    entitled
    numerator_over_denominator
    levels_sum
    scope_note
    revision
    half_reported
    observation_twice
    observation_in_future
    target_value
    target_dates
    unit_circle
    target_successor
    rollup_sum
    phone_consent
    licence_expired
    vendor_unchecked
    vendor_scope
    checked_by
    notice_dates
    disclosure_days
    time_boxed_end
    attachment_path
    attachment_facts
    same_anchor
    no_such_place
    forbidden_address
    image_without_words
    foreign_image
    broken_link
    header_merged
    header_name
    row_shape
    table_size
    spreadsheet
    cell_error
    merged_cells
    site_settings
    site_code
    allowance_expired
    rules_table
    calendar_year
    guide_complete
    community_place
    scorecard_sums
    small_count
    snapshot_unreadable
    snapshot_version
    snapshot_mixed
    snapshot_stale
    snapshot_future
    snapshot_shrunken
    snapshot_miscounted
    snapshot_books
    snapshot_log
    snapshot_order
    snapshot_small_number
    snapshot_ratings
    snapshot_unanswered
    snapshot_vendor
    snapshot_place
    snapshot_link
    snapshot_reason
    snapshot_personal_data
    snapshot_personal_hint
    unknown_theme
    leak_id_card
    leak_mobile
    leak_bank_card
    leak_position
    leak_doubtful
    leak_plate
    leak_address
    leak_email
    leak_hardship
    leak_unreadable
    leak_unchecked
    allowance_unused
}
