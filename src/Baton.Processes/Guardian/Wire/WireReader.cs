using System.Buffers.Binary;
using System.Text;

namespace Baton.Processes.Guardian.Wire;

/// <summary>
/// Takes the body of one frame apart. Nothing in it is believed: each length is held against what is left, so that hostile bytes end in a
/// <see cref="WireException"/> and cost no more memory than they are long.
/// </summary>
internal ref struct WireReader(ReadOnlySpan<byte> body, int protocol = GuardianWire.Protocol)
{
    /// <summary>The protocol that the other end writes.</summary>
    public readonly int Protocol => protocol;

    /// <summary>
    /// Longest frame without its length, 4 MiB. The largest message is a launch, and the kernel takes no more than 2 MiB of arguments and
    /// environment by default.
    /// </summary>
    public const int LongestFrame = 4 << 20;

    private ReadOnlySpan<byte> _rest = body;

    public byte Byte() => Take(1)[0];

    public bool Bool() => Byte() switch
    {
        0 => false,
        1 => true,
        var other => throw new WireException($"{other} is neither yes nor no"),
    };

    public int Int() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    public long Long() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

    public int? OptionalInt() => Bool() ? Int() : null;

    public string? OptionalText()
    {
        var length = Int();
        if (length == -1) return null;
        return Encoding.UTF8.GetString(Take(length));
    }

    public string Text() => OptionalText() ?? throw new WireException("a text is missing");

    public RunId Id()
    {
        var service = Text();
        if (!Core.Names.IsValid(service)) throw new WireException("a name is not valid");
        var run = Int();
        return run > 0 ? new RunId(service, run) : throw new WireException($"{run} is no number of a run");
    }

    /// <summary>The count of a list whose items take at least <paramref name="least"/> bytes each.</summary>
    public int Count(int least)
    {
        var count = Int();
        return count >= 0 && (long)count * least <= _rest.Length ? count : throw new WireException($"a list of {count} items cannot be");
    }

    public string[] Texts()
    {
        var texts = new string[Count(4)];
        for (var i = 0; i < texts.Length; i++) texts[i] = Text();
        return texts;
    }

    public DateTimeOffset Time()
    {
        var milliseconds = Long();
        return milliseconds >= 0 && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : throw new WireException("a time is none");
    }

    /// <summary>Nothing may be left.</summary>
    public readonly void End()
    {
        if (_rest.Length > 0) throw new WireException($"{_rest.Length} bytes too many");
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > _rest.Length) throw new WireException("it ends too early");
        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }
}
