namespace Baton.Journal.Records;

/// <summary>What lies at a place of a segment.</summary>
internal enum RecordLook
{
    /// <summary>A record whose checksum is right.</summary>
    Whole,

    /// <summary>What may be the beginning of one.</summary>
    Incomplete,

    /// <summary>Something else.</summary>
    Damaged,
}

/// <summary>What a record says.</summary>
internal enum RecordKind : byte
{
    /// <summary>A fact.</summary>
    Fact = 0,

    /// <summary>A daemon has begun; numbers up to the record's were given before, or never; the last one that was written before is in place of its cause.</summary>
    Begin = 1,
}
