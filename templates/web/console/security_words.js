// What the server says of its own set-up (templates/runtime/routes/security_report.c, which clients of Parse read in
// English), in other languages.
export default {
  'zh-Hant': {
    'Server Configuration': '伺服器設定', Permissions: '權限', Database: '資料庫',
    'Secure master key': '主金鑰夠長', 'The master key is short, and whoever guesses it reads everything.': '主金鑰太短，猜中的人可以讀取所有資料。', 'Remove the file with the master key and restart: the server makes a long one.': '請刪除存放主金鑰的檔案並重新啟動，伺服器會產生夠長的主金鑰。',
    'Master key from this machine only': '主金鑰僅限本機使用', 'The master key is accepted from any address.': '任何位址都可以使用主金鑰。', 'Start the server without --master-key-anywhere.': '啟動伺服器時請勿加上 --master-key-anywhere。',
    'Client keys asked for': '要求用戶端金鑰', 'Whoever knows the application id can send requests.': '知道應用程式識別碼的人就能送出請求。', 'Give --rest-key, --js-key, --client-key or --dotnet-key.': '請設定 --rest-key、--js-key、--client-key 或 --dotnet-key。',
    'No demo accounts': '沒有示範帳號', 'The server was started with sample data and demo accounts.': '伺服器啟動時載入了範例資料與示範帳號。', 'Start the server without --demo, in another data folder.': '請改用另一個資料夾，並且不加 --demo 啟動伺服器。',
    'Private by default': '預設為私人', 'Objects that are created without an ACL are open to everyone.': '未設定 ACL 的物件對所有人開放。', 'Generate the server with --access owner.': '請以 --access owner 產生伺服器。',
    'No class open to everyone': '沒有對所有人開放的類別', 'Some class lets anyone do something without signing in.': '某個類別允許未登入者進行操作。', 'Replace "*" in its class-level permissions by requiresAuthentication, roles or pointers.': '請將其類別權限中的「*」改為 requiresAuthentication、角色或指標。',
    'Database file private': '資料庫檔案僅供伺服器存取', 'Other users of the machine may read the database file.': '此電腦的其他使用者可能讀取資料庫檔案。', 'chmod 600 the file.': '請對該檔案執行 chmod 600。',
  },
};
