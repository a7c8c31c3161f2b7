using Baton.Manifest.Binding;

namespace Baton.Health.Manifests;

/// <summary>The page that tells everybody how chosen monitors do.</summary>
/// <param name="Title">What stands on top of it. Default "Status".</param>
/// <param name="Notice">What else people should know; null for nothing.</param>
public sealed record StatusPage(string Title, string? Notice)
{
    /// <summary>Most monitors on it: 200.</summary>
    public const int Most = 200;

    /// <summary>Most characters of a title: 100.</summary>
    public const int LongestTitle = 100;

    private const int LongestNotice = 500;

    /// <summary>Reads the table <c>health.status</c>; null where there is none, or it says that there is no page.</summary>
    /// <param name="health">The table <c>health</c>; null when the manifest has none.</param>
    internal static StatusPage? Read(TableReader? health)
    {
        if (health?.SubTable("status") is not { } table) return null;
        var isOn = table.Boolean("enabled", true);
        var page = new StatusPage(TextOf(table, "title", LongestTitle) ?? "Status", TextOf(table, "notice", LongestNotice));
        table.Finish();
        return isOn ? page : null;
    }

    /// <summary>A text for people; one that is too long is told.</summary>
    internal static string? TextOf(TableReader table, string key, int longest)
    {
        var text = table.OptionalString(key);
        if (text?.Length > longest) table.Report(key, $"\"{key}\" is longer than {longest} characters");
        return text;
    }
}
