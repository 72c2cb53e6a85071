using Tandem.Switching.Operators;
using Tandem.Testing;

namespace Tandem.Storage.Tests.Operators;

public sealed class OperatorStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeClock _clock = new();
    private readonly OpenStore _open;

    public OperatorStoreTests() => _open = new OpenStore(_folder, _clock);

    public void Dispose()
    {
        _open.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_user_is_kept_changed_and_audited()
    {
        _open.Store.Operators.Save(new User("admin", "hash1", TokenScope.Admin), _open.Audit("user add"));
        _open.Store.Operators.Save(new User("admin", "hash2", TokenScope.Write), _open.Audit("user set"));

        Assert.Equal([new User("admin", "hash2", TokenScope.Write)], _open.Store.Operators.Users());
        Assert.Equal(["user set", "user add"], _open.Store.Configuration.ListAudit(null, null, 10).Select(e => e.Action));
    }

    [Fact]
    public void A_token_comes_back_whole_until_it_ends_or_is_revoked()
    {
        var ending = new ApiToken
        {
            Name = "ci", Hash = "abc", Scope = TokenScope.Write, Allow = "192.0.2.0/24", CreatedAt = _clock.NowMs, ValidUntil = _clock.NowMs + 1000,
            CreatedBy = "admin", IsSession = true,
        };
        var endless = new ApiToken { Name = "endless", Hash = "def", Scope = TokenScope.Read };
        _open.Store.Operators.Save(ending, _open.Audit());
        _open.Store.Operators.Save(endless, _open.Audit());

        Assert.Equal([ending, endless], _open.Store.Operators.Tokens(_clock.NowMs + 999));
        Assert.Equal([endless], _open.Store.Operators.Tokens(_clock.NowMs + 1000));

        _open.Store.Operators.DeleteToken("endless", _open.Audit("token revoke"));
        Assert.Empty(_open.Store.Operators.Tokens(_clock.NowMs + 1000));
    }
}
