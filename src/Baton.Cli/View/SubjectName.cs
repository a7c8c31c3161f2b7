namespace Baton.Cli.View;

/// <summary>What an event is about, as people call it.</summary>
internal static class SubjectName
{
    /// <summary>The name of a service or a monitor; <c>baton</c> for Baton itself.</summary>
    public static string Of(string subject)
    {
        var slash = subject.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? "baton" : subject[(slash + 1)..];
    }
}
