namespace Baton.Runtime.Instances;

/// <summary>
/// What was asked for cannot be done, told as a chain of causes, the outermost first, as clients of the control socket know them.
/// </summary>
/// <param name="causes">At least one; the first says what was being done.</param>
public sealed class RefusedException(params IReadOnlyList<string> causes) : Exception(string.Join(": ", causes))
{
    /// <summary>The chain, the outermost first.</summary>
    public IReadOnlyList<string> Causes { get; } = causes;
}
