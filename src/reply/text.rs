//! Search and formatting for short texts and integers. The standard library's versions would be a tenth of the core.

/// Whether `text` contains `word`, in upper or lower case.
pub fn contains_ignore_ascii_case(text: &str, word: &str) -> bool {
    text.as_bytes().windows(word.len()).any(|window| window.eq_ignore_ascii_case(word.as_bytes()))
}

/// An integer in digits.
pub fn decimal(number: i64) -> String {
    let mut text = String::new();
    let mut rest = number.unsigned_abs();
    loop {
        text.insert(0, char::from_digit((rest % 10) as u32, 10).unwrap_or_default());
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if number < 0 {
        text.insert(0, '-');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_in_any_case() {
        assert!(contains_ignore_ascii_case("Invalid CODE", "invalid code"));
        assert!(!contains_ignore_ascii_case("cod", "code"));
    }

    #[test]
    fn numbers_are_written_as_the_standard_library_does() {
        for number in [0, 7, 10, -1, 10_010_100, i64::MAX, i64::MIN] {
            assert_eq!(decimal(number), number.to_string());
        }
    }
}
