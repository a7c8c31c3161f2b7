using System.Globalization;
using Baton.Manifest.Binding;
using Baton.Processes;
using Baton.Processes.Accounts;

namespace Baton.Supervision.Manifests;

/// <summary>As whom a service runs, how nice, and with which umask.</summary>
/// <param name="Credentials">For its launch; null when it is as Baton itself.</param>
/// <param name="Account">The user that was named; null for Baton's own.</param>
internal sealed record CredentialKeys(Credentials? Credentials, Account? Account)
{
    private const string UmaskForm = "write it in octal digits as text, \"000\" to \"777\", as in umask = \"027\"";

    /// <summary>Reads <c>user</c>, <c>group</c>, <c>nice</c> and <c>umask</c>.</summary>
    public static CredentialKeys Read(TableReader table, ServicesContext context)
    {
        var accounts = context.Disk.Accounts;
        var account = ReadUser(table, accounts);
        var group = ReadGroup(table, accounts);
        var (nice, umask) = (ReadNice(table, accounts), ReadUmask(table));
        var identity = IdentityOf(account, group, accounts);
        return new CredentialKeys(identity is null && nice is null && umask is null ? null : new Credentials(identity, nice, umask), account);
    }

    /// <summary>The variables that a login of the user has, over what is inherited; what the manifest says lies over them.</summary>
    public IReadOnlyDictionary<string, string>? Variables => Account is not { } account
        ? null
        : new Dictionary<string, string> { ["HOME"] = account.Home, ["USER"] = account.Name, ["LOGNAME"] = account.Name, ["SHELL"] = account.Shell };

    private static Account? ReadUser(TableReader table, ManifestAccounts accounts)
    {
        if (NameOf(table, "user") is not { } name) return null;
        if (accounts.FindUser(name) is not { } account)
        {
            table.Report("user", $"there is no user \"{name}\" on this system{NearestWord.Hint(name, accounts.UserNames())}");
            return null;
        }

        if (accounts.OwnUser != 0 && account.Uid != accounts.OwnUser)
            table.Report("user", $"Baton must run as root to run a service as user \"{account.Name}\"; start it with sudo, or leave \"user\" out");
        return account;
    }

    private static uint? ReadGroup(TableReader table, ManifestAccounts accounts)
    {
        if (NameOf(table, "group") is not { } name) return null;
        if (accounts.FindGroup(name) is not { } group)
        {
            table.Report("group", $"there is no group \"{name}\" on this system{NearestWord.Hint(name, accounts.GroupNames())}");
            return null;
        }

        if (accounts.OwnUser != 0 && group != accounts.OwnGroup)
            table.Report("group", $"Baton must run as root to run a service in group \"{name}\"; start it with sudo, or leave \"group\" out");
        return group;
    }

    /// <summary>Null also where nothing has to change, as it need not for a Baton that is not root.</summary>
    private static Identity? IdentityOf(Account? account, uint? group, ManifestAccounts accounts)
    {
        if (accounts.OwnUser != 0 || (account is null && group is null)) return null;
        return account is null
            ? new Identity("root", accounts.OwnUser, group!.Value, HasGroupsOfUser: false)
            : new Identity(account.Name, account.Uid, group ?? account.Gid, HasGroupsOfUser: true);
    }

    private static int? ReadNice(TableReader table, ManifestAccounts accounts)
    {
        if (table.OptionalInteger("nice", -20, 19) is not { } nice) return null;
        if (nice < accounts.LeastNiceness)
        {
            table.Report("nice", string.Create(CultureInfo.InvariantCulture,
                $"Baton must run as root to run a service with nice = {nice}; what it may give is {accounts.LeastNiceness} to 19"));
        }

        return (int)nice;
    }

    private static int? ReadUmask(TableReader table)
    {
        var (text, number) = table.TextOrInteger("umask");
        // 27 is not 027, and what was meant cannot be known.
        if (number is not null) table.Report("umask", $"a number could be meant in octal or not; {UmaskForm}");
        if (text is null) return null;
        if (text.Length is >= 1 and <= 4 && text.All(digit => digit is >= '0' and <= '7') && Convert.ToInt32(text, 8) is <= 0x1FF and var umask) return umask;
        table.Report("umask", $"\"{text}\" is no umask; {UmaskForm}");
        return null;
    }

    private static string? NameOf(TableReader table, string key)
    {
        var (text, number) = table.TextOrInteger(key);
        return text ?? number?.ToString(CultureInfo.InvariantCulture);
    }
}
