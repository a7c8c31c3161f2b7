using System.Runtime.InteropServices;
using Baton.Core;
using Baton.Supervision.Services;

namespace Baton.Supervision.Memory;

/// <summary>The bytes of what is kept of everything together, at most 640.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct ProjectRecord
{
    private const int AskedByBytes = 192, ServiceBytes = Names.MaxLength, ReasonBytes = 256;
    private const int Begun = 1, Kill = 2, Ended = 4;

    private int _flags, _exitCode, _askedByLength, _serviceLength, _reasonLength, _unused;
    private long _deadline;
    private fixed byte _askedBy[AskedByBytes];
    private fixed byte _service[ServiceBytes];
    private fixed byte _reason[ReasonBytes];

    public void Write(ProjectMemory project)
    {
        _flags = (project.IsBegun ? Begun : 0) | (project.IsKill ? Kill : 0) | (project.End is null ? 0 : Ended);
        _exitCode = project.End?.ExitCode ?? 0;
        _deadline = project.Deadline?.Ticks ?? long.MinValue;
        fixed (byte* askedBy = _askedBy, service = _service, reason = _reason)
        {
            _askedByLength = MemoryText.Write(project.StopAskedBy, new Span<byte>(askedBy, AskedByBytes));
            _serviceLength = MemoryText.Write(project.End?.Service, new Span<byte>(service, ServiceBytes));
            _reasonLength = MemoryText.Write(project.End?.Reason, new Span<byte>(reason, ReasonBytes));
        }
    }

    /// <summary>What was written; null when it makes no sense.</summary>
    public ProjectMemory? Read()
    {
        var hasSense = _askedByLength is >= -1 and <= AskedByBytes && _serviceLength is >= -1 and <= ServiceBytes && _reasonLength is >= -1 and <= ReasonBytes
            && _exitCode is >= 0 and <= 255;
        if (!hasSense) return null;
        fixed (byte* askedBy = _askedBy, service = _service, reason = _reason)
        {
            var end = (_flags & Ended) == 0 ? null : new ProjectEnd(
                MemoryText.Read(_serviceLength, new ReadOnlySpan<byte>(service, ServiceBytes)) ?? "", _exitCode,
                MemoryText.Read(_reasonLength, new ReadOnlySpan<byte>(reason, ReasonBytes)) ?? "");
            return new ProjectMemory((_flags & Begun) != 0, MemoryText.Read(_askedByLength, new ReadOnlySpan<byte>(askedBy, AskedByBytes)),
                (_flags & Kill) != 0, _deadline == long.MinValue ? null : new TimeSpan(_deadline), end);
        }
    }
}
