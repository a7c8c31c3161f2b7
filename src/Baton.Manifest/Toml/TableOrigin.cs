namespace Baton.Manifest.Toml;

/// <summary>What made a table, which decides what may still be added to it.</summary>
internal enum TableOrigin
{
    /// <summary>Named on the way in a header: <c>a</c> of <c>[a.b]</c>. A header or dotted keys may still define it.</summary>
    OnTheWay,

    /// <summary>Defined by its own header; never again.</summary>
    Header,

    /// <summary>Defined by dotted keys: <c>a</c> of <c>a.b = 1</c>. More dotted keys may add to it, a header of its own may not.</summary>
    DottedKey,
}
