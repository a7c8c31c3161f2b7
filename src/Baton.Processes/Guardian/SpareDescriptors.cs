using Baton.Processes.Native;

namespace Baton.Processes.Guardian;

/// <summary>
/// Open descriptors that are kept for the moment when the next daemon must be started and all others that this process may have are in use: a
/// guardian that could not start it would leave everything unsupervised. (A thread of .NET takes two besides.)
/// </summary>
internal sealed class SpareDescriptors : IDisposable
{
    private const int Wanted = 16;

    private readonly List<int> _spare = new(Wanted);

    /// <summary>Takes as many as can be had.</summary>
    public void Keep()
    {
        while (_spare.Count < Wanted && Libc.open("/dev/null", Libc.O_RDONLY | Libc.O_CLOEXEC, 0) is >= 0 and var descriptor) _spare.Add(descriptor);
    }

    /// <summary>Gives them up, to be used for something else.</summary>
    public void GiveUp()
    {
        foreach (var descriptor in _spare) _ = Libc.close(descriptor);
        _spare.Clear();
    }

    /// <inheritdoc/>
    public void Dispose() => GiveUp();
}
