namespace Baton.Cli.Output;

/// <summary>What a standard stream can show.</summary>
/// <param name="IsTerminal">A person looks at it: lines may be rewritten.</param>
/// <param name="HasColour">It is a terminal that shows colours, and the person has not said <c>NO_COLOR</c>.</param>
/// <param name="Columns">Its width; 0 when it has none.</param>
internal readonly record struct Appearance(bool IsTerminal, bool HasColour, int Columns);
