use crate::reply::{Absent, Scalar};
use crate::secret::Secret;

/// Declares the result of a call: each field with its type, the [`Source`](crate::reply::Source) of its value, and its names
/// in a reply. `or` gives the value of a field that a reply lacks; without it, such a reply is not a success, unless the
/// type is an `Option`.
macro_rules! output {
    (
        $(#[$doc:meta])*
        pub struct $output:ident {
            $( $(#[$field_doc:meta])* pub $field:ident: $type:ty = $source:ident($($name:literal),*) $(or $absent:expr)?, )+
        }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
        pub struct $output {
            $( $(#[$field_doc])* pub $field: $type, )+
        }

        impl $crate::reply::Output for $output {
            const FIELDS: &'static [$crate::reply::OutputField] = &[$( $crate::reply::OutputField {
                name: stringify!($field),
                source: $crate::reply::Source::$source,
                names: &[$($name),*],
                absent: output!(@absent $type $(, $absent)?),
            }, )+];

            fn from_record(record: $crate::reply::Record) -> Self {
                let mut values = record.into_values();
                Self { $( $field: $crate::endpoints::output::Value::from_scalar(values.next().flatten()), )+ }
            }
        }
    };
    (@absent $type:ty) => { <$type as $crate::endpoints::output::Value>::ABSENT };
    (@absent $type:ty, $absent:expr) => { $absent };
}

/// A type that a field of a result may have.
pub trait Value {
    /// What a reply without the field means.
    const ABSENT: Absent = Absent::Fails;

    /// The value of the kind that the field declares.
    fn from_scalar(scalar: Option<Scalar>) -> Self;
}

impl Value for String {
    fn from_scalar(scalar: Option<Scalar>) -> Self {
        match scalar {
            Some(Scalar::Text(text)) => text,
            _ => String::new(),
        }
    }
}

impl Value for Secret {
    fn from_scalar(scalar: Option<Scalar>) -> Self {
        String::from_scalar(scalar).into()
    }
}

impl Value for u32 {
    fn from_scalar(scalar: Option<Scalar>) -> Self {
        u64::from_scalar(scalar).try_into().unwrap_or_default()
    }
}

impl Value for u64 {
    fn from_scalar(scalar: Option<Scalar>) -> Self {
        match scalar {
            Some(Scalar::Integer(integer)) => integer.try_into().unwrap_or_default(),
            _ => 0,
        }
    }
}

impl Value for Vec<String> {
    fn from_scalar(scalar: Option<Scalar>) -> Self {
        match scalar {
            Some(Scalar::Texts(texts)) => texts,
            _ => Vec::new(),
        }
    }
}

impl<T: Value> Value for Option<T> {
    const ABSENT: Absent = Absent::Omitted;

    fn from_scalar(scalar: Option<Scalar>) -> Self {
        scalar.map(|scalar| T::from_scalar(Some(scalar)))
    }
}
