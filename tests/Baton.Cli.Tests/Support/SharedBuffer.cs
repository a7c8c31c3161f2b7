using System.Text;

namespace Baton.Cli.Tests.Support;

/// <summary>Keeps what is written; may be read while others write.</summary>
internal class SharedBuffer : MemoryStream
{
    private readonly Lock _gate = new();

    // The base hands spans of a derived class over to the array form, so only that one may call it.
    public override void Write(ReadOnlySpan<byte> buffer) => Write(buffer.ToArray(), 0, buffer.Length);

    public override void Write(byte[] buffer, int offset, int count)
    {
        lock (_gate) base.Write(buffer, offset, count);
    }

    public override string ToString()
    {
        lock (_gate) return Encoding.UTF8.GetString(ToArray());
    }
}
