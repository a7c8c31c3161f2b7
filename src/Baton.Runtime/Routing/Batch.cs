namespace Baton.Runtime.Routing;

/// <summary>Messages that go to one target in one write, with the links that brought them.</summary>
/// <param name="bytes">Most bytes.</param>
internal sealed class Batch(int bytes)
{
    private const int Most = 1024;

    private readonly byte[] _bytes = new byte[bytes];
    private readonly LinkEntry[] _links = new LinkEntry[Most];

    public int Count { get; private set; }

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

    public bool TryAdd(LinkEntry link, ReadOnlySpan<byte> line)
    {
        if (Count == Most || _bytes.Length - Length < line.Length) return false;
        line.CopyTo(_bytes.AsSpan(Length));
        _links[Count++] = link;
        Length += line.Length;
        return true;
    }

    public LinkEntry LinkOf(int index) => _links[index];

    public void Clear()
    {
        // What is not asked any more shall not be kept alive.
        _links.AsSpan(0, Count).Clear();
        (Count, Length) = (0, 0);
    }
}
