/// Declares a call. The parameters are the fields of a struct; `query` and `form` refer to them by name.
///
/// In `query` and `form`, `code` sends the parameter `code` under its own name, `"client_secret" = sk` sends `sk` under
/// another name, and `"grant_type" = "client_credentials"` sends a fixed text. A name without a field does not compile.
macro_rules! endpoint {
    (
        $(#[$doc:meta])*
        pub struct $endpoint:ident {
            $( $(#[$field_doc:meta])* pub $field:ident: $type:ty, )+
        }
        name: $name:literal,
        credential: $credential:ident,
        send: $method:ident $host:ident $path:literal,
        query: { $($query:tt)* },
        form: { $($form:tt)* },
        output: $output:ty,
    ) => {
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub struct $endpoint {
            $( $(#[$field_doc])* pub $field: $type, )+
        }

        impl $crate::endpoints::Endpoint for $endpoint {
            type Output = $output;

            const CALL: $crate::protocol::Call = $crate::protocol::Call {
                name: $name,
                credential: $crate::reply::Credential::$credential,
                method: $crate::protocol::Method::$method,
                host: $crate::protocol::Host::$host,
                path: $path,
                params: &[$( $crate::protocol::ParamDeclaration {
                    name: stringify!($field),
                    is_secret: <$type as $crate::protocol::Parameter>::IS_SECRET,
                }, )+],
                query: fields!($endpoint; $($query)*),
                form: fields!($endpoint; $($form)*),
                output: <$output as $crate::reply::Output>::FIELDS,
            };

            fn from_params(
                params: &dyn $crate::protocol::Params,
            ) -> Result<Self, Box<$crate::reply::Error>> {
                let mut values = Self::CALL.read(params)?.into_iter();
                Ok(Self { $( $field: values.next().unwrap_or_default().into(), )+ })
            }

            fn values(&self) -> Vec<&str> {
                vec![$( $crate::protocol::Parameter::as_text(&self.$field), )+]
            }
        }
    };
}

/// The fields of a query or a form.
macro_rules! fields {
    ($endpoint:ident; $($field:tt $(= $value:tt)?),* $(,)?) => {
        &[$( (fields!(@name $field), fields!(@value $endpoint $field $($value)?)), )*]
    };
    (@name $param:ident) => { stringify!($param) };
    (@name $name:literal) => { $name };
    (@value $endpoint:ident $param:ident) => { fields!(@param $endpoint $param) };
    (@value $endpoint:ident $name:literal $param:ident) => { fields!(@param $endpoint $param) };
    (@value $endpoint:ident $name:literal $fixed:literal) => { $crate::protocol::Value::Fixed($fixed) };
    (@param $endpoint:ident $param:ident) => {{
        // Compiles only if the struct has this field.
        let _ = |endpoint: $endpoint| endpoint.$param;
        $crate::protocol::Value::Param(stringify!($param))
    }};
}
