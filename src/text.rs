//! Searching in short texts. The standard library's search is made for long ones and would be a tenth of the core.

/// Whether `text` has `word` in it, in whatever case.
pub fn contains_ignore_ascii_case(text: &str, word: &str) -> bool {
    text.as_bytes().windows(word.len()).any(|window| window.eq_ignore_ascii_case(word.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_in_any_case() {
        assert!(contains_ignore_ascii_case("Invalid CODE", "invalid code"));
        assert!(!contains_ignore_ascii_case("cod", "code"));
    }
}
