namespace Baton.Control.Metrics;

/// <summary>A label of a sample.</summary>
/// <param name="Name">Its name, ASCII.</param>
/// <param name="Value">Any text; escaped when it is written.</param>
internal readonly record struct MetricLabel(string Name, string Value);
