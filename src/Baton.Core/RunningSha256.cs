namespace Baton.Core;

/// <summary>SHA-256 of bytes that come piece by piece; otherwise as <see cref="Sha256"/>.</summary>
public sealed class RunningSha256
{
    private readonly uint[] _state = new uint[8];
    private readonly byte[] _rest = new byte[Sha256.BlockBytes];
    private int _restLength;
    private ulong _length;

    /// <summary>Begins with no bytes.</summary>
    public RunningSha256() => Sha256.Begin(_state);

    /// <summary>The next bytes.</summary>
    public void Append(ReadOnlySpan<byte> data)
    {
        _length += (ulong)data.Length;
        if (_restLength > 0)
        {
            var taken = Math.Min(data.Length, _rest.Length - _restLength);
            data[..taken].CopyTo(_rest.AsSpan(_restLength));
            _restLength += taken;
            data = data[taken..];
            if (_restLength < _rest.Length) return;
            Sha256.Mix(_state, _rest);
            _restLength = 0;
        }

        for (; data.Length >= _rest.Length; data = data[_rest.Length..]) Sha256.Mix(_state, data);
        data.CopyTo(_rest);
        _restLength = data.Length;
    }

    /// <summary>The hash of all of them, 32 bytes; nothing more can be appended.</summary>
    public byte[] Finish()
    {
        var hash = new byte[Sha256.HashBytes];
        Sha256.End(_state, _rest.AsSpan(0, _restLength), _length, hash);
        return hash;
    }
}
