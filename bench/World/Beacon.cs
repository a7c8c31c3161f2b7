using System.Runtime.InteropServices;

namespace Baton.Bench.World;

/// <summary>What <c>beacon.c</c> writes at its start.</summary>
/// <param name="Nanoseconds">CLOCK_MONOTONIC at its first instruction; the same clock as <see cref="System.Diagnostics.Stopwatch"/>.</param>
/// <param name="Pid">Who.</param>
/// <param name="IsGrandchild">1 for the process that left its session.</param>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal readonly record struct Beacon(long Nanoseconds, int Pid, int IsGrandchild);
