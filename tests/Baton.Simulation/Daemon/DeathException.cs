namespace Baton.Simulation.Daemon;

/// <summary>The daemon died in the middle of what it did.</summary>
internal sealed class DeathException : Exception
{
}
