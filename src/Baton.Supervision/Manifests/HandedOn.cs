namespace Baton.Supervision.Manifests;

/// <summary>What services inherit without asking for it.</summary>
public static class HandedOn
{
    /// <summary>Whoever has it may operate Baton: a service gets it only when its manifest names it.</summary>
    private const string Token = "ORCHESTRATOR_TOKEN";

    /// <summary>The variables of the daemon without what lets one in at Baton; the same object where there is nothing of that.</summary>
    public static IReadOnlyDictionary<string, string> Of(IReadOnlyDictionary<string, string> all)
    {
        if (!all.ContainsKey(Token)) return all;
        var rest = new Dictionary<string, string>(all);
        rest.Remove(Token);
        return rest;
    }
}
