using Baton.Processes.Guardian.Wire;
using Baton.Processes.Native;

namespace Baton.Processes.Guardian;

/// <summary>Descriptors that a daemon gave into keeping under a name, for the daemon after it: the lock of its state directory, sockets. Bounded.</summary>
internal sealed class HeldDescriptors : IDisposable
{
    private const int LongestName = 64;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _held = [];

    /// <summary>Keeps a descriptor, which this owns from now on, in place of one of the same name.</summary>
    /// <exception cref="WireException">There are too many, or the name is too long.</exception>
    public void Keep(string name, int fd)
    {
        lock (_gate)
        {
            if (name.Length is 0 or > LongestName || (_held.Count >= GuardianWire.MostDescriptors && !_held.ContainsKey(name)))
            {
                _ = Libc.close(fd);
                throw new WireException($"cannot hold \"{name}\"");
            }

            LetGo(name);
            _held.Add(name, fd);
        }
    }

    /// <summary>Closes the one of that name.</summary>
    public void LetGo(string name)
    {
        lock (_gate)
        {
            if (_held.Remove(name, out var fd)) _ = Libc.close(fd);
        }
    }

    /// <summary>Names and numbers, in one order.</summary>
    public (string[] Names, int[] Descriptors) All()
    {
        lock (_gate) return ([.. _held.Keys], [.. _held.Values]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var fd in _held.Values) _ = Libc.close(fd);
            _held.Clear();
        }
    }
}
